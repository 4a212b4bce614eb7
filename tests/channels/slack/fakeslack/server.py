"""The Web API and the Socket Mode server, with what they remember."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from fakeslack.rules import LONGEST_MESSAGE, wrong_with_blocks

ALL_SCOPES = frozenset(
    {
        "app_mentions:read",
        "assistant:write",
        "channels:history",
        "chat:write",
        "commands",
        "groups:history",
        "im:history",
    }
)
# https://docs.slack.dev/reference/methods: what each needs; for the thread, by kind of channel.
SCOPE_OF = {
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "assistant.threads.setStatus": "chat:write",  # since 5 March 2026, not assistant:write alone
    "assistant.threads.setSuggestedPrompts": "assistant:write",
}
HISTORY_OF = {"C": "channels:history", "G": "groups:history", "D": "im:history"}


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


class FakeSlack:
    """A Slack of its own on a free port.

    Attributes:
        second: How long a second of Slack's time lasts.
        fault: Says what goes wrong with a call: None, `429`, `500`, `500 after`, `reset`,
            `reset after`, `slow` or an error code. `after` means that the call took effect.
        messages: Per channel, in order of time.
        strict: Refuse what only classic apps may say, as `as_user`.
    """

    def __init__(self, *, second: float = 1.0, port: int = 0) -> None:
        self.second, self.port = second, port
        self.tokens: dict[str, dict[str, str]] = {
            "xoxb-test": {"team_id": "T1", "user_id": "UBOT", "bot_id": "BBOT"}
        }
        self.app_tokens = {"xapp-test"}
        self.codes: dict[str, dict[str, Any]] = {}
        self.scopes = set(ALL_SCOPES)
        self.strict = True
        self.fault: Callable[[str], str | None] = lambda method: None
        self.messages: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.whispers: list[dict[str, Any]] = []
        self.views: dict[str, dict[str, Any]] = {}
        self.prompts: dict[str, Any] = {}
        self.statuses: dict[tuple[str, str], str] = {}
        self.calls: list[Call] = []
        self.sockets: list[Socket] = []
        self._last_post: dict[str, float] = {}
        self._count = itertools.count(1)
        self._runner: web.AppRunner | None = None

    @property
    def api_url(self) -> str:
        """Return what to give the SDK as `base_url`."""
        return f"http://127.0.0.1:{self.port}/api/"

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

    def new_ts(self) -> str:
        """Return a time stamp that no other message has."""
        return f"{int(time.time())}.{next(self._count):06d}"

    def say(self, channel: str, user: str, text: str, *, thread: str | None = None) -> str:
        """Let a person post a message; return its `ts`."""
        ts = self.new_ts()
        message = {"type": "message", "user": user, "text": text, "ts": ts}
        self.messages[channel].append(message | ({"thread_ts": thread} if thread else {}))
        return ts

    def posts(self, channel: str | None = None) -> list[dict[str, Any]]:
        """Return what the app posted, in one channel or in all."""
        chosen = [channel] if channel else list(self.messages)
        return [m for name in chosen for m in self.messages[name] if m.get("bot_id")]

    def answers_to(self, channel: str, ts: str) -> list[dict[str, Any]]:
        """Return the app's posts in the thread under a message."""
        return [m for m in self.posts(channel) if m.get("thread_ts") == ts]

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method, args = request.match_info["method"], await _arguments(request)
        call = Call(method, args, time.monotonic())
        self.calls.append(call)
        fault = self.fault(method)
        call.outcome = fault or "ok"
        if fault == "429":
            return self._limited()
        if fault == "500":
            return web.Response(status=500, text="<html>upstream</html>", content_type="text/html")
        if fault == "reset":
            request.transport.abort()
        if fault in ("slow",):
            await asyncio.sleep(3 * self.second)
        if fault and " " not in fault and fault not in ("slow", "reset"):
            return web.json_response({"ok": False, "error": fault})
        result = self._do(method, args, request) if fault != "reset" else {"ok": False}
        if fault == "500 after":
            return web.Response(status=503, text="<html>upstream</html>", content_type="text/html")
        if fault == "reset after":
            request.transport.abort()
        if result.get("error") == "ratelimited":
            call.outcome = "429"
            return self._limited()
        headers = {"X-OAuth-Scopes": ",".join(sorted(self.scopes))}
        return web.json_response(result, headers=headers)

    def _limited(self) -> web.Response:
        """https://docs.slack.dev/apis/web-api/rate-limits: 429 with Retry-After in seconds."""
        return web.json_response(
            {"ok": False, "error": "ratelimited"},
            status=429,
            headers={"Retry-After": f"{self.second:g}"},
        )

    def _do(self, method: str, args: dict[str, Any], request: web.Request) -> dict[str, Any]:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        token = given if given.startswith("xo") or given.startswith("xapp") else args.get("token")
        if method == "apps.connections.open":
            if token not in self.app_tokens:
                return {"ok": False, "error": "invalid_auth"}
            return {"ok": True, "url": f"ws://127.0.0.1:{self.port}/link"}
        if method == "oauth.v2.access":
            found = self.codes.pop(args.get("code", ""), None)
            return found or {"ok": False, "error": "invalid_code"}
        if token not in self.tokens:
            return {"ok": False, "error": "invalid_auth"}
        wanted = SCOPE_OF.get(method)
        if method == "conversations.replies":
            wanted = HISTORY_OF[args["channel"][0]]
        if wanted and wanted not in self.scopes:
            return {"ok": False, "error": "missing_scope", "needed": wanted}
        handler = getattr(self, "_" + method.replace(".", "_"), None)
        if handler is None:
            return {"ok": False, "error": "unknown_method"}
        return handler(args, self.tokens[token])

    def _auth_test(self, args: dict[str, Any], who: dict[str, str]) -> dict[str, Any]:
        return {"ok": True, **who}

    def _chat_postMessage(self, args: dict[str, Any], who: dict[str, str]) -> dict[str, Any]:
        """https://docs.slack.dev/reference/methods/chat.postMessage: one a second a channel."""
        channel, now = args.get("channel", ""), time.monotonic()
        if not channel or channel[0] not in "CDG":
            return {"ok": False, "error": "channel_not_found"}
        if self.strict and ("as_user" in args or "link_names" in args):
            return {"ok": False, "error": "invalid_arguments"}
        fault = self._wrong(args)
        if fault:
            return fault
        if now - self._last_post.get(channel, -1e9) < 0.95 * self.second:
            return {"ok": False, "error": "ratelimited"}
        self._last_post[channel] = now
        message = {
            "type": "message",
            "user": who["user_id"],
            "bot_id": who["bot_id"],
            "team": who["team_id"],
            "ts": self.new_ts(),
            "posted": now,  # by our own clock
            **{k: v for k, v in args.items() if k in ("text", "blocks", "thread_ts", "metadata")},
        }
        self.messages[channel].append(message)
        self.statuses.pop((channel, args.get("thread_ts", "")), None)
        return {"ok": True, "channel": channel, "ts": message["ts"], "message": message}

    def _wrong(self, args: dict[str, Any]) -> dict[str, Any] | None:
        if not args.get("text") and not args.get("blocks"):
            return {"ok": False, "error": "no_text"}
        if len(args.get("text", "")) > LONGEST_MESSAGE:
            return {"ok": False, "error": "msg_too_long"}
        fault = wrong_with_blocks(args.get("blocks", []))
        return {"ok": False, "error": "invalid_blocks", "why": fault} if fault else None

    def _chat_update(self, args: dict[str, Any], who: dict[str, str]) -> dict[str, Any]:
        fault = self._wrong(args)
        if fault:
            return fault
        for message in self.messages[args["channel"]]:
            if message["ts"] == args["ts"]:
                message.update(text=args.get("text"), blocks=args.get("blocks"))
                return {"ok": True, "channel": args["channel"], "ts": args["ts"]}
        return {"ok": False, "error": "message_not_found"}

    def _conversations_replies(self, args: dict[str, Any], who: dict[str, str]) -> dict[str, Any]:
        """https://docs.slack.dev/reference/methods/conversations.replies, in pages."""
        root, most = args["ts"], int(args.get("limit", 1000))
        found = [
            message
            for message in self.messages[args["channel"]]
            if root in (message["ts"], message.get("thread_ts"))
            and float(message["ts"]) >= float(args.get("oldest") or 0)
        ]
        if args.get("include_all_metadata") not in ("1", "true", True):
            found = [{k: v for k, v in m.items() if k != "metadata"} for m in found]
        at = int(args.get("cursor") or 0)
        after = str(at + most) if len(found) > at + most else ""
        page = found[at : at + most]
        return {"ok": True, "messages": page, "response_metadata": {"next_cursor": after}}

    def _views_publish(self, args: dict[str, Any], who: dict[str, str]) -> dict[str, Any]:
        fault = wrong_with_blocks(args["view"].get("blocks"), surface="home")
        if fault or args["view"].get("type") != "home":
            return {"ok": False, "error": "invalid_arguments", "why": fault}
        self.views[args["user_id"]] = args["view"]
        return {"ok": True}

    def _assistant_threads_setStatus(
        self, args: dict[str, Any], who: dict[str, str]
    ) -> dict[str, Any]:
        self.statuses[args["channel_id"], args["thread_ts"]] = args["status"]
        return {"ok": True}

    def _assistant_threads_setSuggestedPrompts(
        self, args: dict[str, Any], who: dict[str, str]
    ) -> dict[str, Any]:
        """https://docs.slack.dev/ai/migrating-to-agent-messaging: without `thread_ts`."""
        if "thread_ts" in args or not 1 <= len(args["prompts"]) <= 4:
            return {"ok": False, "error": "invalid_arguments"}
        self.prompts[args["channel_id"]] = args["prompts"]
        return {"ok": True}

    async def _hook(self, request: web.Request) -> web.Response:
        """https://docs.slack.dev/interactivity/handling-user-interaction: a response_url."""
        said, fault = await request.json(), self.fault("response_url")
        if fault == "429":
            return self._limited()
        if fault:
            return web.Response(status=500)
        if wrong_with_blocks(said.get("blocks", [])):
            return web.Response(status=400, text="invalid_blocks")
        self.whispers.append({"hook": request.match_info["name"], **said})
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
