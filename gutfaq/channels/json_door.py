"""The JSON door: `POST /webhooks/gutfaq/message`, for programs and the plainest of pages.

The first reply issues a signed conversation token; later calls carry it, so that nobody can name
another's conversation. Bad input gets a 4xx with one clear line and changes nothing.
"""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from gutfaq.channels.brain import brain_of
from gutfaq.channels.tokens import Tokens, secret_in
from gutfaq.errors import RefusedMessage
from gutfaq.project import here
from gutfaq.reply import Turn, as_json
from gutfaq.text import MAX_TEXT

logger = logging.getLogger(__name__)

MAX_BODY = 16_384  # bytes
MAX_ID = 100  # characters of a message id
_KEYS = {"text", "press", "conversation", "message_id"}


class Unavailable(RefusedMessage):
    """What was asked is right, but cannot be done now."""


class TooMany(RefusedMessage):
    """More messages in a short time than a person sends."""


class Rate:
    """Counts messages of a conversation: so many at once, and one more each so many seconds."""

    def __init__(
        self, burst: int = 20, every_s: float = 1.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._burst, self._every_s, self._clock = burst, every_s, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, who: str) -> None:
        """Count one message.

        Raises:
            TooMany: The conversation has none left for now.
        """
        now = self._clock()
        left, then = self._buckets.pop(who, (float(self._burst), now))
        left = min(self._burst, left + (now - then) / self._every_s)
        self._buckets[who] = (max(left - 1, 0.0) if left >= 1 else left, now)
        while len(self._buckets) > 10_000:
            self._buckets.popitem(last=False)
        if left < 1:
            raise TooMany("Too many messages at once. Please wait a few seconds.")


def read_message(body: bytes) -> dict[str, str]:
    """Return the message's known keys as texts.

    Raises:
        RefusedMessage: It is no JSON object, or a key is unknown, missing, too long or no text.
    """
    if len(body) > MAX_BODY:
        raise RefusedMessage(f"The message has {len(body)} bytes; at most {MAX_BODY} are read.")
    try:
        message = json.loads(body.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise RefusedMessage('The message is not JSON. Send {"text": "your question"}.') from None
    if not isinstance(message, dict):
        raise RefusedMessage('The message is no JSON object. Send {"text": "your question"}.')
    unknown = sorted(set(message) - _KEYS)
    if unknown:
        raise RefusedMessage(f"The message has unknown keys; known are {sorted(_KEYS)}.")
    for key, value in message.items():
        if not isinstance(value, str):
            raise RefusedMessage(f"`{key}` must be a text.")
    if ("text" in message) == ("press" in message):
        raise RefusedMessage("Send either `text` (what was typed) or `press` (a button's payload).")
    _check_lengths(message)
    return message


def _check_lengths(message: dict[str, str]) -> None:
    limits = {"text": MAX_TEXT, "press": MAX_ID, "message_id": MAX_ID, "conversation": 300}
    for key, limit in limits.items():
        if len(message.get(key, "")) > limit:
            raise RefusedMessage(f"`{key}` has more than {limit} characters.")


class JsonDoor(InputChannel):
    """Rasa's input channel for the JSON door."""

    def __init__(self, tokens: Tokens | None = None, rate: Rate | None = None) -> None:
        self._given_tokens = tokens
        self._rate = rate or Rate()

    @classmethod
    def name(cls) -> str:
        """See parent class."""
        return "gutfaq"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> InputChannel:
        """See parent class."""
        return cls()

    def _tokens(self) -> Tokens:
        if self._given_tokens is None:
            self._given_tokens = Tokens(secret_in(here().state))
        return self._given_tokens

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes (see parent class)."""
        door = Blueprint("gutfaq_json_door")

        @door.get("/")
        async def health(request: Request) -> HTTPResponse:
            return json_response({"status": "ok"})

        @door.post("/message")
        async def message(request: Request) -> HTTPResponse:
            return await self._handled(request, self._message)

        @door.post("/forget")
        async def forget(request: Request) -> HTTPResponse:
            return await self._handled(request, self._forget)

        return door

    async def _handled(
        self, request: Request, handle: Callable[[Request], Awaitable[dict[str, Any]]]
    ) -> HTTPResponse:
        if request.content_type.split(";")[0].strip().lower() != "application/json":
            # A page of another site cannot send this type without asking first.
            return _refusal(415, "Send Content-Type: application/json.")
        try:
            return json_response(await handle(request), headers={"Cache-Control": "no-store"})
        except TooMany as refusal:
            return _refusal(429, str(refusal))
        except Unavailable as refusal:
            return _refusal(503, str(refusal))
        except RefusedMessage as refusal:
            return _refusal(400, str(refusal))

    async def _message(self, request: Request) -> dict[str, Any]:
        message = read_message(request.body)
        given = message.get("conversation")
        conversation, token = (
            (self._tokens().read(given), given) if given else self._tokens().issue()
        )
        self._rate.take(conversation if given else str(request.ip))
        turn = Turn(
            conversation=conversation,
            text=message.get("text", ""),
            press=message.get("press"),
            message_id=message.get("message_id") or secrets.token_hex(8),
            channel=self.name(),
        )
        reply = await brain_of(request.app).ask(turn)
        body: dict[str, Any] = as_json(reply)
        body.pop("error")  # nobody's error text reaches a person
        return {"conversation": token, **body}

    async def _forget(self, request: Request) -> dict[str, Any]:
        try:
            token = json.loads(request.body)["conversation"]
            conversation = self._tokens().read(str(token))
        except (ValueError, KeyError, TypeError, RecursionError):
            raise RefusedMessage('Send {"conversation": "<token>"} to delete it.') from None
        try:
            await brain_of(request.app).forget(conversation)
        except Exception as failure:  # its text may hold an address or a path
            logger.error("A conversation could not be deleted: %s.", type(failure).__name__)
            raise Unavailable("Not deleted; try again in a minute.") from None
        return {"deleted": True}


def _refusal(status: int, line: str) -> HTTPResponse:
    return json_response({"error": line}, status=status)
