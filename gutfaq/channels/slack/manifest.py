"""The app manifest: what Slack is told about the app, and asked for.

https://docs.slack.dev/reference/app-manifest
"""

from __future__ import annotations

import re
from typing import Any

from gutfaq.channels.slack import labels
from gutfaq.channels.slack.listeners import SHORTCUT_ID
from gutfaq.channels.slack.settings import SlackSettingsRefused

SCOPES = ("app_mentions:read", "assistant:write", "chat:write", "commands", "im:history")
HISTORY_SCOPES = ("channels:history", "groups:history")
EVENTS = ("app_home_opened", "app_mention", "app_uninstalled", "message.im", "tokens_revoked")
HISTORY_EVENTS = ("message.channels", "message.groups")
WEBHOOK = "/webhooks/slack/webhook"
REDIRECT = "/webhooks/slack/oauth_redirect"


def scopes(*, history: bool) -> list[str]:
    """Return the bot scopes that the app needs, in order."""
    return sorted((*SCOPES, *(HISTORY_SCOPES if history else ())))


def manifest(
    *, public_url: str = "", history: bool = False, several_workspaces: bool = False
) -> dict[str, Any]:
    """Return the manifest; without a public address it is one for Socket Mode.

    Args:
        public_url: Where Slack reaches the door, as `https://faq.example.org`.
        history: Ask for channel history too: follow-ups in channels without a mention, and the
            look-up after a takeover.
        several_workspaces: The app is installed over OAuth, in more than one workspace.

    Raises:
        SlackSettingsRefused: Slack would not take it: a wrong address, or none where one is needed.
    """
    _check_address(public_url, needed=several_workspaces)
    url = public_url.rstrip("/") + WEBHOOK if public_url else ""
    asked: dict[str, Any] = {"scopes": {"bot": scopes(history=history)}}
    if several_workspaces:
        asked["redirect_urls"] = [public_url.rstrip("/") + REDIRECT]
    return {
        "display_information": {"name": labels.APP_NAME, "description": labels.APP_SUMMARY},
        "features": _features(url),
        "oauth_config": asked,
        "settings": _settings(url, history=history, several_workspaces=several_workspaces),
    }


def is_address(url: str) -> bool:
    """Return whether it is scheme and host, with no path of its own behind them."""
    return bool(re.fullmatch(r"https?://[^/\s?#]+/?", url))


def _check_address(url: str, *, needed: bool) -> None:
    if not url and needed:
        raise SlackSettingsRefused(
            "--workspaces needs --url: an installation comes back to it. "
            "As `gutfaq slack manifest --url https://faq.example.org --workspaces`."
        )
    if url and not (url.startswith("https://") and is_address(url)):
        raise SlackSettingsRefused(
            f"--url is {url!r}. Slack takes https and a host alone, as https://faq.example.org; "
            "leave it out for Socket Mode."
        )


def _features(url: str) -> dict[str, Any]:
    command = {
        "command": labels.COMMAND,
        "description": labels.COMMAND_SUMMARY,
        "usage_hint": labels.COMMAND_HINT,
        "should_escape": False,
    }
    return {
        "agent_view": {"agent_description": labels.APP_SUMMARY},
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": labels.APP_NAME, "always_online": True},
        "shortcuts": [
            {
                "name": labels.SHORTCUT,
                "type": "message",
                "callback_id": SHORTCUT_ID,
                "description": labels.COMMAND_SUMMARY,
            }
        ],
        "slash_commands": [command | ({"url": url} if url else {})],
    }


def _settings(url: str, *, history: bool, several_workspaces: bool) -> dict[str, Any]:
    wanted = (*EVENTS, *(HISTORY_EVENTS if history else ()))
    wanted += ("team_access_revoked",) if several_workspaces else ()
    events: dict[str, Any] = {"bot_events": sorted(wanted)}
    interactivity: dict[str, Any] = {"is_enabled": True}
    if url:
        events["request_url"] = interactivity["request_url"] = url
    return {
        "event_subscriptions": events,
        "interactivity": interactivity,
        "org_deploy_enabled": several_workspaces,
        "socket_mode_enabled": not url,
        "token_rotation_enabled": False,
    }
