"""What the Web API's methods do, and what Slack remembers of it.

Each rule names the page that states it, below https://docs.slack.dev/reference/methods/.
"""

from __future__ import annotations

import itertools
import time
from collections import defaultdict
from typing import Any

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
# What each method needs, from its own page; for a thread it depends on the kind of channel.
SCOPE_OF = {
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "assistant.threads.setStatus": "chat:write",  # since 5 March 2026, not assistant:write alone
    "assistant.threads.setSuggestedPrompts": "assistant:write",
}
HISTORY_OF = {"C": "channels:history", "G": "groups:history", "D": "im:history"}
Args = dict[str, Any]


def refused(error: str, **more: Any) -> dict[str, Any]:
    """Return what Slack says to a call that it refuses."""
    return {"ok": False, "error": error, **more}


class Methods:
    """The methods, and what they leave behind.

    Attributes:
        second: How long a second of Slack's time lasts.
        messages: Per channel, in order of time.
        strict: Refuse what only classic apps may say, as `as_user`.
    """

    def __init__(self, second: float) -> None:
        self.second = second
        self.tokens: dict[str, dict[str, str]] = {
            "xoxb-test": {"team_id": "T1", "user_id": "UBOT", "bot_id": "BBOT"}
        }
        self.codes: dict[str, dict[str, Any]] = {}
        self.scopes = set(ALL_SCOPES)
        self.strict = True
        self.messages: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.views: dict[str, dict[str, Any]] = {}
        self.prompts: dict[str, Any] = {}
        self.statuses: dict[tuple[str, str], str] = {}
        self._last_post: dict[str, float] = {}
        self._count = itertools.count(1)

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

    def do(self, method: str, args: Args, token: str) -> dict[str, Any]:
        """Return what a call with this token results in."""
        if method == "oauth.v2.access":
            return self.codes.pop(args.get("code", ""), None) or refused("invalid_code")
        if token not in self.tokens:
            return refused("invalid_auth")
        wanted = SCOPE_OF.get(method)
        if method == "conversations.replies":
            wanted = HISTORY_OF[args["channel"][0]]
        if wanted and wanted not in self.scopes:
            return refused("missing_scope", needed=wanted)
        handler = getattr(self, "_" + method.replace(".", "_"), None)
        return handler(args, self.tokens[token]) if handler else refused("unknown_method")

    def _auth_test(self, args: Args, who: dict[str, str]) -> dict[str, Any]:
        return {"ok": True, **who}

    def _chat_postMessage(self, args: Args, who: dict[str, str]) -> dict[str, Any]:
        """chat.postMessage: one message a second in a channel; more only in short bursts.

        The bursts are not granted; the twentieth of a second is for two machines' clocks.
        """
        channel, now = args.get("channel", ""), time.monotonic()
        if not channel or channel[0] not in "CDG":
            return refused("channel_not_found")
        if self.strict and ("as_user" in args or "link_names" in args):
            return refused("invalid_arguments")
        fault = self._wrong(args)
        if fault:
            return fault
        if now - self._last_post.get(channel, -1e9) < 0.95 * self.second:
            return refused("ratelimited")
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

    def _wrong(self, args: Args) -> dict[str, Any] | None:
        if not args.get("text") and not args.get("blocks"):
            return refused("no_text")
        if len(args.get("text", "")) > LONGEST_MESSAGE:
            return refused("msg_too_long")
        fault = wrong_with_blocks(args.get("blocks", []))
        return refused("invalid_blocks", why=fault) if fault else None

    def _chat_update(self, args: Args, who: dict[str, str]) -> dict[str, Any]:
        fault = self._wrong(args)
        if fault:
            return fault
        for message in self.messages[args["channel"]]:
            if message["ts"] == args["ts"]:
                message.update(text=args.get("text"), blocks=args.get("blocks"))
                return {"ok": True, "channel": args["channel"], "ts": args["ts"]}
        return refused("message_not_found")

    def _conversations_replies(self, args: Args, who: dict[str, str]) -> dict[str, Any]:
        """conversations.replies: in pages; `oldest` itself only with `inclusive`."""
        root, most = args["ts"], int(args.get("limit", 1000))
        oldest = float(args.get("oldest") or 0)
        found = [
            message
            for message in self.messages[args["channel"]]
            if root in (message["ts"], message.get("thread_ts")) and float(message["ts"]) > oldest
        ]
        if args.get("include_all_metadata") not in ("1", "true", True):
            found = [{k: v for k, v in m.items() if k != "metadata"} for m in found]
        at = int(args.get("cursor") or 0)
        after = str(at + most) if len(found) > at + most else ""
        page = found[at : at + most]
        return {"ok": True, "messages": page, "response_metadata": {"next_cursor": after}}

    def _views_publish(self, args: Args, who: dict[str, str]) -> dict[str, Any]:
        fault = wrong_with_blocks(args["view"].get("blocks"), surface="home")
        if fault or args["view"].get("type") != "home":
            return refused("invalid_arguments", why=fault)
        self.views[args["user_id"]] = args["view"]
        return {"ok": True}

    def _assistant_threads_setStatus(self, args: Args, who: dict[str, str]) -> dict[str, Any]:
        self.statuses[args["channel_id"], args["thread_ts"]] = args["status"]
        return {"ok": True}

    def _assistant_threads_setSuggestedPrompts(
        self, args: Args, who: dict[str, str]
    ) -> dict[str, Any]:
        """https://docs.slack.dev/ai/migrating-to-agent-messaging: without `thread_ts`."""
        if "thread_ts" in args or not 1 <= len(args["prompts"]) <= 4:
            return refused("invalid_arguments")
        self.prompts[args["channel_id"]] = args["prompts"]
        return {"ok": True}
