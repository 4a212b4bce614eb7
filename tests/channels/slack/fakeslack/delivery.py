"""Slack's side of a delivery: signed, retried until it is acknowledged within three seconds.

https://docs.slack.dev/apis/events-api/#retries: at once, after one minute, after five minutes, over
HTTP and Socket Mode alike; then Slack gives up. Commands and interactions are not tried again.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

RETRIES = (0.0, 60.0, 300.0)
TRIES = (None, *RETRIES)
ACK_WITHIN = 3.0


@dataclass
class Delivery:
    """How one delivery went.

    Attributes:
        statuses: Of each try; 0 when there was no answer in time.
        seconds: From the beginning of the try that was acknowledged to its acknowledgement.
    """

    statuses: list[int] = field(default_factory=list)
    seconds: float = 0.0
    body: str = ""

    @property
    def acknowledged(self) -> bool:
        """Return whether the last try was taken."""
        return bool(self.statuses) and 200 <= self.statuses[-1] < 300


class Sender:
    """Delivers as Slack's servers do, through the load balancer of an app with several addresses.

    The balancer is not Slack's. It takes turns, and passes on what the next address could not even
    connect to, as nginx does if it is not told otherwise:
    https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_next_upstream
    A POST that reached a server which then dies is not passed on, nor is any answer but a 2xx.
    """

    def __init__(
        self,
        urls: list[str],
        *,
        secret: str = "shhh",
        second: float = 1.0,
        ack_within: float = ACK_WITHIN,
    ) -> None:
        self.urls, self.second, self.ack_within = urls, second, ack_within
        self.verifier = SignatureVerifier(secret)
        self._turn = itertools.count()
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Sender:
        connector = aiohttp.TCPConnector(limit=0)
        self._session = aiohttp.ClientSession(connector=connector)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    def signed(self, body: bytes, *, at: float | None = None) -> dict[str, str]:
        """Return the headers that prove the body to be Slack's."""
        stamp = str(int(time.time() if at is None else at))
        try:
            signature = self.verifier.generate_signature(timestamp=stamp, body=body)
        except UnicodeDecodeError:  # the SDK signs nothing but UTF-8
            key = self.verifier.signing_secret.encode()
            digest = hmac.new(key, f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
            signature = f"v0={digest}"
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}

    async def event(self, body: dict[str, Any], *, retry: bool = True) -> Delivery:
        """Deliver an event; try again as Slack does until it is acknowledged."""
        raw, done = json.dumps(body).encode(), Delivery()
        for number, wait in enumerate(TRIES if retry else TRIES[:1]):
            headers = {"Content-Type": "application/json"}
            if wait is not None:
                await asyncio.sleep(wait * self.second)
                reason = "http_error" if done.statuses[-1] else "http_timeout"
                headers |= {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
            await self._try(raw, headers, done)
            if done.acknowledged:
                break
        return done

    async def interaction(self, payload: dict[str, Any]) -> Delivery:
        """Deliver an interaction; Slack does not try these again."""
        return await self.form({"payload": json.dumps(payload)})

    async def form(self, fields: dict[str, str]) -> Delivery:
        """Deliver a form, as a slash command comes."""
        headers, done = {"Content-Type": "application/x-www-form-urlencoded"}, Delivery()
        await self._try(urlencode(fields).encode(), headers, done)
        return done

    async def _try(self, raw: bytes, headers: dict[str, str], done: Delivery) -> None:
        """Try once, which may be at several addresses: see the class."""
        began, status = time.perf_counter(), 0
        for _ in self.urls:
            url = self.urls[next(self._turn) % len(self.urls)]
            try:
                status = await self._post(url, raw, headers, done)
                break
            except aiohttp.ClientConnectorError:
                continue
            except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
                break
        done.statuses.append(status)
        done.seconds = time.perf_counter() - began

    async def _post(self, url: str, raw: bytes, headers: dict[str, str], done: Delivery) -> int:
        limit = aiohttp.ClientTimeout(total=self.ack_within)
        signed = headers | self.signed(raw)
        async with self._session.post(url, data=raw, headers=signed, timeout=limit) as response:
            done.body = await response.text()
            return response.status


async def by_socket(
    link: Any, kind: str, payload: dict[str, Any], *, within: float = 20.0, **more: Any
) -> dict[str, Any]:
    """Send an envelope over Socket Mode and return its acknowledgement."""
    name = f"E{time.time_ns()}"
    waiting = link.waiting[name] = asyncio.get_running_loop().create_future()
    accepts = kind in ("slash_commands", "interactive")
    envelope = {"envelope_id": name, "type": kind, "payload": payload}
    await link.ws.send_json(envelope | {"accepts_response_payload": accepts} | more)
    return await asyncio.wait_for(waiting, within)


async def event_by_socket(
    slack: Any,
    body: dict[str, Any],
    choose: Callable[[list[Any]], Any],
    *,
    second: float,
    within: float = ACK_WITHIN,
) -> bool:
    """Deliver an event to any one connection; return whether a try was acknowledged."""
    for number, wait in enumerate(TRIES):
        await asyncio.sleep((wait or 0.0) * second)
        if not slack.sockets:
            continue
        retry = {"retry_attempt": number, "retry_reason": "timeout"} if number else {}
        link = choose(slack.sockets)
        with contextlib.suppress(asyncio.TimeoutError, ConnectionError):
            await by_socket(link, "events_api", body, within=within, **retry)
            return True
    return False
