"""The assistant as seen by another process of ours: a signed endpoint, and the client for it.

Each request carries the time and an HMAC-SHA256 over the time, the path and the body. Nothing is
parsed before the signature holds.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
import time
from collections.abc import Sequence
from dataclasses import fields
from typing import Any, Literal

import aiohttp
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response
from sanic.response import text as text_response

from gutfaq.errors import Refused
from gutfaq.reply import Brain, Button, Citation, Part, Reply, Safety, Said, Turn, as_json

logger = logging.getLogger(__name__)
TIME_HEADER = "X-Gutfaq-Timestamp"
SIGNATURE_HEADER = "X-Gutfaq-Signature"
WINDOW = 300.0
LARGEST_BODY = 256 * 1024


class AssistantAway(Refused):
    """No assistant can be reached."""


def sign(secret: str, stamp: str, path: str, body: bytes) -> str:
    """Return the signature of a request."""
    signed = b"\n".join((stamp.encode(), path.encode(), body))
    return "v1=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def internal_routes(brain: Brain, secret: str) -> Blueprint:
    """Return the assistant's side: POST /internal/turn, /internal/forget and /internal/rate.

    Raises:
        Refused: The secret is empty.
    """
    if not secret:
        raise Refused("GUTFAQ_INTERNAL_SECRET is empty. Give both sides the same long secret.")
    blueprint = Blueprint("gutfaq_internal", url_prefix="/internal")

    async def internal(request: Request, verb: str) -> HTTPResponse:
        """Hand a signed request to the assistant."""
        if not _is_signed(request, secret):
            return text_response("not signed", status=401)
        try:
            given = json.loads(request.body)
            work = _work(brain, verb, given)
        except (ValueError, TypeError, KeyError, RecursionError):
            return text_response("malformed", status=400)
        if work is None:
            return text_response("no such verb", status=404)
        return json_response(as_json(await work), ensure_ascii=False)

    blueprint.add_route(internal, "/<verb:str>", methods=["POST"])
    return blueprint


def _work(brain: Brain, verb: str, given: dict[str, Any]) -> Any:
    """Return what to await for the verb, None for an unknown one."""
    if verb == "turn":
        return brain.ask(Turn(**given))
    if verb == "forget":
        return brain.forget(str(given["conversation"]))
    if verb == "rate":
        vote: Literal["up", "down"] = "up" if given["vote"] == "up" else "down"
        return brain.rate(given["conversation"], given["phrase"], vote, given.get("reason"))
    return None


def _is_signed(request: Request, secret: str) -> bool:
    stamp = request.headers.get(TIME_HEADER, "")
    if len(request.body) > LARGEST_BODY or not (stamp.isascii() and stamp.isdigit()):
        return False
    if abs(time.time() - int(stamp[:15])) > WINDOW:
        return False
    given = request.headers.get(SIGNATURE_HEADER, "").encode("utf-8", "replace")
    return hmac.compare_digest(given, sign(secret, stamp, request.path, request.body).encode())


def reply_from_json(given: dict[str, Any]) -> Reply:
    """Return the reply that `as_json` wrote; unknown fields are left out."""
    said = tuple(
        _make(Said, one, sentences=tuple(_make(Citation, c) for c in one.get("sentences", ())))
        for one in given["said"]
    )
    reply: Reply = _make(
        Reply,
        given,
        verdict=tuple(given["verdict"]),
        said=said,
        parts=tuple(
            _make(Part, one, said=tuple(one.get("said", ()))) for one in given.get("parts", ())
        ),
        buttons=tuple(_make(Button, one) for one in given.get("buttons", ())),
        safety=_make(Safety, given.get("safety") or {}),
    )
    return reply


def _make(kind: Any, given: dict[str, Any], **instead: Any) -> Any:
    known = {field.name for field in fields(kind)}
    return kind(**{name: given[name] for name in known & set(given)} | instead)


class RemoteBrain:
    """A `Brain` in other processes. One conversation goes to one assistant while that is up.

    Unlike a `Brain` it raises `AssistantAway` when none answers: the caller asks again later, and
    a repeated message id gets the recorded reply.
    """

    def __init__(self, urls: Sequence[str], secret: str, *, timeout: float = 10.0) -> None:
        self._urls = [url.rstrip("/") for url in urls]
        self._secret, self._timeout = secret, timeout
        self._session: aiohttp.ClientSession | None = None

    async def ask(self, turn: Turn) -> Reply:
        """See `Brain`."""
        return reply_from_json(await self._call("turn", turn.conversation, as_json(turn)))

    async def forget(self, conversation: str) -> None:
        """See `Brain`."""
        await self._call("forget", conversation, {"conversation": conversation})

    async def rate(
        self, conversation: str, phrase: str, vote: Literal["up", "down"], reason: str | None
    ) -> None:
        """See `Brain`."""
        given = {"conversation": conversation, "phrase": phrase, "vote": vote, "reason": reason}
        await self._call("rate", conversation, given)

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def _call(self, verb: str, conversation: str, given: dict[str, Any]) -> Any:
        body = json.dumps(given, ensure_ascii=False).encode()
        for url in self._in_order(conversation):
            try:
                return await self._post(url, f"/internal/{verb}", body)
            except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
                logger.warning("An assistant does not answer: %s", type(error).__name__)
        raise AssistantAway(
            "No assistant answers. Check GUTFAQ_SLACK_ASSISTANTS, and that each has the same "
            "GUTFAQ_INTERNAL_SECRET; `gutfaq slack check` tries them."
        )

    def _in_order(self, conversation: str) -> list[str]:
        """Return the addresses, the conversation's own first, the others as its stand-ins."""

        def weight(url: str) -> str:
            return hashlib.sha256(f"{url} {conversation}".encode()).hexdigest()

        return sorted(self._urls, key=weight)

    async def _post(self, url: str, path: str, body: bytes) -> Any:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=self._timeout, connect=2.0)
            )
        stamp = str(int(time.time()))
        headers = {
            TIME_HEADER: stamp,
            SIGNATURE_HEADER: sign(self._secret, stamp, path, body),
            "Content-Type": "application/json",
        }
        async with self._session.post(url + path, data=body, headers=headers) as response:
            response.raise_for_status()
            return await response.json()
