"""Everything the Slack door reads from the environment, and nothing else reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gutfaq.errors import Refused

PREFIX = "GUTFAQ_SLACK_"
API_URL = "https://slack.com/api/"


class SlackSettingsRefused(Refused):
    """A setting of the Slack door is missing or makes no sense."""


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """Settings of one door. Secrets are kept out of its `repr`, so that no log shows them.

    Attributes:
        signing_secrets: The current one first; a second is accepted while rotating.
        app_token: Present means Socket Mode beside, or instead of, HTTP events.
        history: Whether the app was given the channel history scopes.
        lease: Seconds that a question belongs to one process. A post gets a third of it.
        pace: Seconds between two posts in one channel.
        keep: Seconds that the key of an answered question is remembered.
    """

    signing_secrets: tuple[str, ...] = field(default=(), repr=False)
    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    inbox: str = field(default="sqlite:///.gutfaq/slack.sqlite", repr=False)
    installations: str = field(default="sqlite:///.gutfaq/slack_installations.sqlite", repr=False)
    api_url: str = API_URL
    public_url: str = ""
    history: bool = False
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    token_keys: tuple[str, ...] = field(default=(), repr=False)
    assistants: tuple[str, ...] = ()
    internal_secret: str = field(default="", repr=False)
    host: str = "127.0.0.1"
    port: int = 3000
    lease: float = 30.0
    pace: float = 1.0
    keep: float = 24 * 3600.0

    @property
    def oauth(self) -> bool:
        """Return whether several workspaces install the app themselves."""
        return bool(self.client_id)

    def missing(self) -> list[str]:
        """Return the names of settings without which the door stays closed."""
        wanted: dict[str, object] = {}
        if not self.app_token and not self.oauth:
            either = f"APP_TOKEN (Socket Mode) or {PREFIX}SIGNING_SECRET (HTTP)"
            wanted[either] = self.signing_secrets
        if self.oauth:
            wanted |= {"CLIENT_SECRET": self.client_secret, "TOKEN_KEY": self.token_keys}
            wanted |= {"SIGNING_SECRET": self.signing_secrets, "PUBLIC_URL": self.public_url}
        else:
            wanted["BOT_TOKEN"] = self.bot_token
        return [PREFIX + name for name, value in wanted.items() if not value]


def from_environment(env: Mapping[str, str]) -> SlackSettings:
    """Return the settings that stand in the environment.

    Raises:
        SlackSettingsRefused: A number is no number or makes no sense, or an address has no scheme.
    """
    texts: dict[str, Any] = {
        name: env[PREFIX + name.upper()].strip()
        for name in ("bot_token", "app_token", "public_url", "client_id", "client_secret", "host")
        if env.get(PREFIX + name.upper(), "").strip()
    }
    for name, variable in (
        ("inbox", "INBOX"),
        ("installations", "INSTALLATIONS"),
        ("api_url", "API_URL"),
    ):
        if env.get(PREFIX + variable):
            texts[name] = env[PREFIX + variable]
    return SlackSettings(
        signing_secrets=_listed(env, PREFIX + "SIGNING_SECRET"),
        token_keys=_listed(env, PREFIX + "TOKEN_KEY"),
        assistants=_listed(env, PREFIX + "ASSISTANTS"),
        internal_secret=env.get("GUTFAQ_INTERNAL_SECRET", ""),
        history=_switch(env, "HISTORY"),
        port=int(_number(env, "PORT", 3000, least=1, most=65535)),
        lease=_number(env, "LEASE_SECONDS", 30.0, least=1, most=3600),
        pace=_number(env, "PACE_SECONDS", 1.0, least=0, most=60),
        **texts,
    )


def _listed(env: Mapping[str, str], variable: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in env.get(variable, "").split(",") if item.strip())


def _number(
    env: Mapping[str, str], name: str, default: float, *, least: float, most: float
) -> float:
    given = env.get(PREFIX + name, "")
    try:
        number = float(given) if given else default
    except ValueError as error:
        raise SlackSettingsRefused(
            f"{PREFIX}{name} is {given!r}, which is no number. Unset it for {default:g}."
        ) from error
    if least <= number <= most:  # not so for nan either
        return number
    raise SlackSettingsRefused(
        f"{PREFIX}{name} is {given!r}; it goes from {least:g} to {most:g}. "
        f"Unset it for {default:g}."
    )


def _switch(env: Mapping[str, str], name: str) -> bool:
    given = env.get(PREFIX + name, "").strip().lower()
    if given in ("", "0", "false", "no", "off"):
        return False
    if given in ("1", "true", "yes", "on"):
        return True
    raise SlackSettingsRefused(f"{PREFIX}{name} is {given!r}. It is 1 or not set at all.")
