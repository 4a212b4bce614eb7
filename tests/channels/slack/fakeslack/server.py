"""Slack's servers: the Web API, the response addresses and Socket Mode, and how they fail."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from fakeslack.methods import Methods, refused
from fakeslack.rules import wrong_with_blocks

MOST_USES, USABLE_SECONDS = 5, 30 * 60  # of a response address


@dataclass
class Call:
    """One Web API call as it came in."""

    method: str
    args: dict[str, Any]
    at: float
    outcome: str = "ok"


@dataclass
class Socket:
    """One Socket Mode connection and the envelopes that wait for an acknowledgement."""

    ws: web.WebSocketResponse
    waiting: dict[str, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)


class FakeSlack(Methods):
    """A Slack of its own on a free port.

    Attributes:
        fault: Says what goes wrong with a call: None, `429`, `500`, `500 after`, `reset`,
            `reset after`, `slow` or an error code. `after` means that the call took effect.
    """

    def __init__(self, *, second: float = 1.0, port: int = 0) -> None:
        super().__init__(second)
        self.port = port
        self.app_tokens = {"xapp-test"}
        self.fault: Callable[[str], str | None] = lambda method: None
        self.whispers: list[dict[str, Any]] = []
        self.calls: list[Call] = []
        self.sockets: list[Socket] = []
        self.hooks: dict[str, float] = {}
        self._uses: Counter[str] = Counter()
        self._runner: web.AppRunner | None = None

    @property
    def api_url(self) -> str:
        """Return what to give the SDK as `base_url`."""
        return f"http://127.0.0.1:{self.port}/api/"

    def hook(self, name: str = "one") -> str:
        """Return a response address, which is usable from now on."""
        self.hooks[name] = time.monotonic()
        return f"http://127.0.0.1:{self.port}/hook/{name}"

    async def __aenter__(self) -> FakeSlack:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/hook/{name}", self._hook)
        app.router.add_get("/link", self._link)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = site._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        for link in self.sockets:
            await link.ws.close()
        await self._runner.cleanup()

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method, args = request.match_info["method"], await _arguments(request)
        call = Call(method, args, time.monotonic())
        self.calls.append(call)
        fault = self.fault(method)
        call.outcome = fault or "ok"
        early = await self._fail(fault, request)
        if early is not None:
            return early
        result = self._opened(args, request) if method == "apps.connections.open" else None
        result = result or self.do(method, args, _token(args, request))
        if fault == "500 after":
            return _upstream()
        if fault == "reset after":
            request.transport.abort()
        if result.get("error") == "ratelimited":
            call.outcome = "429"
            return self._limited()
        headers = {"X-OAuth-Scopes": ",".join(sorted(self.scopes))}
        return web.json_response(result, headers=headers)

    async def _fail(self, fault: str | None, request: web.Request) -> web.Response | None:
        """Return what is said instead of doing the call; None when it is done all the same."""
        if fault is None or " " in fault:
            return None
        if fault == "slow":
            await asyncio.sleep(3 * self.second)
            return None
        if fault == "429":
            return self._limited()
        if fault == "500":
            return _upstream()
        if fault == "reset":
            request.transport.abort()
        return web.json_response(refused(fault))

    def _limited(self) -> web.Response:
        """https://docs.slack.dev/apis/web-api/rate-limits: 429 with Retry-After in seconds."""
        headers = {"Retry-After": f"{self.second:g}"}
        return web.json_response(refused("ratelimited"), status=429, headers=headers)

    def _opened(self, args: dict[str, Any], request: web.Request) -> dict[str, Any]:
        if _token(args, request) not in self.app_tokens:
            return refused("invalid_auth")
        return {"ok": True, "url": f"ws://127.0.0.1:{self.port}/link"}

    async def _hook(self, request: web.Request) -> web.Response:
        """https://docs.slack.dev/interactivity/handling-user-interaction/#message_responses.

        A response address may be used five times within thirty minutes.
        """
        name, said = request.match_info["name"], await request.json()
        fault, age = self.fault("response_url"), time.monotonic() - self.hooks.get(name, -1e9)
        if fault == "429":
            return self._limited()
        if fault:
            return web.Response(status=500)
        if wrong_with_blocks(said.get("blocks", [])):
            return web.Response(status=400, text="invalid_blocks")
        if age > USABLE_SECONDS * self.second or self._uses[name] >= MOST_USES:
            return web.Response(status=404, text="expired_url")
        self._uses[name] += 1
        self.whispers.append({"hook": name, **said})
        return web.Response(text="ok")

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        """https://docs.slack.dev/apis/events-api/using-socket-mode: hello, envelopes, acks."""
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        link = Socket(ws)
        self.sockets.append(link)
        await ws.send_json({"type": "hello", "num_connections": len(self.sockets)})
        async for message in ws:
            if message.type is WSMsgType.TEXT:
                ack = json.loads(message.data)
                waiting = link.waiting.pop(ack.get("envelope_id"), None)
                if waiting is not None and not waiting.done():
                    waiting.set_result(ack)
        self.sockets.remove(link)
        return ws


def _upstream() -> web.Response:
    return web.Response(status=503, text="<html>upstream</html>", content_type="text/html")


def _token(args: dict[str, Any], request: web.Request) -> str:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return given if given.startswith(("xo", "xapp")) else args.get("token", "")


async def _arguments(request: web.Request) -> dict[str, Any]:
    """Return query, form or JSON arguments; what is JSON inside a form is read, as Slack does."""
    args: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        return args | await request.json()
    for name, value in (await request.post()).items():
        args[name] = value
        if name in ("blocks", "metadata", "view", "prompts"):
            args[name] = json.loads(value)
    return args
