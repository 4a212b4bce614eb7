"""Payloads in the form that Slack documents.

https://docs.slack.dev/apis/events-api/#event-type-structure,
https://docs.slack.dev/reference/interaction-payloads,
https://docs.slack.dev/interactivity/implementing-slash-commands
"""

from __future__ import annotations

import itertools
from typing import Any

_ids = itertools.count(1)


def callback(event: dict[str, Any], *, team: str = "T1", **more: Any) -> dict[str, Any]:
    """Return the envelope of an event."""
    return {
        "token": "unused",
        "team_id": team,
        "api_app_id": "A1",
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{next(_ids)}",
        "event_time": 1,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": team,
                "user_id": "UBOT",
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        **more,
    }


def direct(ts: str, text: str, *, channel: str = "D1", user: str = "U1", **more: Any) -> dict:
    """Return a direct message."""
    event = {"type": "message", "channel": channel, "channel_type": "im", "user": user}
    return callback(event | {"text": text, "ts": ts, "event_ts": ts} | more)


def mention(ts: str, text: str, *, channel: str = "C1", user: str = "U1", **more: Any) -> dict:
    """Return the event of a message that mentions the app."""
    event = {"type": "app_mention", "channel": channel, "user": user, "text": text}
    return callback(event | {"ts": ts, "event_ts": ts} | more)


def in_channel(ts: str, text: str, *, channel: str = "C1", user: str = "U1", **more: Any) -> dict:
    """Return the event of a message in a channel."""
    event = {"type": "message", "channel": channel, "channel_type": "channel", "user": user}
    return callback(event | {"text": text, "ts": ts, "event_ts": ts} | more)


def home_opened(tab: str, *, channel: str = "D1", user: str = "U1") -> dict:
    """Return the event of an opened tab of the app."""
    ts = f"1700000000.{next(_ids):06d}"
    event = {"type": "app_home_opened", "user": user, "channel": channel, "tab": tab}
    return callback(event | {"event_ts": ts})


def command(text: str, hook: str, *, channel: str = "C1", user: str = "U1") -> dict[str, str]:
    """Return the form of a slash command."""
    return {
        "token": "unused",
        "team_id": "T1",
        "team_domain": "example",
        "channel_id": channel,
        "channel_name": "general",
        "user_id": user,
        "user_name": "somebody",
        "command": "/leakygut",
        "text": text,
        "api_app_id": "A1",
        "is_enterprise_install": "false",
        "response_url": hook,
        "trigger_id": f"{next(_ids)}.1.trigger",
    }


def shortcut(message: dict[str, Any], hook: str, *, channel: str = "C1", user: str = "U1") -> dict:
    """Return the payload of a message shortcut."""
    return {
        "type": "message_action",
        "token": "unused",
        "action_ts": "1700000000.1",
        "team": {"id": "T1", "domain": "example"},
        "user": {"id": user, "team_id": "T1", "name": "somebody"},
        "channel": {"id": channel, "name": "general"},
        "is_enterprise_install": False,
        "enterprise": None,
        "callback_id": "gutfaq_ask_about",
        "trigger_id": f"{next(_ids)}.1.trigger",
        "response_url": hook,
        "message_ts": message["ts"],
        "message": message,
    }


def click(
    message: dict[str, Any],
    action: dict[str, Any],
    *,
    channel: str = "C1",
    user: str = "U1",
    hook: str = "",
    ephemeral: bool = False,
) -> dict:
    """Return the payload of a pressed button in a message of the app."""
    at = f"1700000000.{next(_ids):06d}"
    container = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": channel,
        "is_ephemeral": ephemeral,
    }
    if message.get("thread_ts"):
        container["thread_ts"] = message["thread_ts"]
    payload = {
        "type": "block_actions",
        "user": {"id": user, "username": "somebody", "team_id": "T1"},
        "api_app_id": "A1",
        "token": "unused",
        "container": container,
        "trigger_id": f"{next(_ids)}.1.trigger",
        "team": {"id": "T1", "domain": "example"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": channel, "name": "general"},
        "response_url": hook,
        "actions": [action | {"block_id": "b1", "action_ts": at}],
    }
    return payload if ephemeral else payload | {"message": message}
