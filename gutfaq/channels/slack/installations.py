"""Which workspaces the app is installed in, and the token for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from gutfaq.channels.slack.sender import Sender


@dataclass(frozen=True, slots=True)
class Installed:
    """One installation: the token to speak with, and who we are there."""

    token: str = field(repr=False)
    bot_user: str
    bot: str


class Installations(Protocol):
    """Where tokens come from. A workspace is a team id, or an enterprise id for a whole Grid."""

    async def find(self, workspace: str) -> Installed | None:
        """Return the installation, None when there is none (any more)."""
        ...

    async def revoked(self, body: Mapping[str, Any]) -> None:
        """Delete what an `app_uninstalled` or `tokens_revoked` event takes away."""
        ...


class OneInstallation:
    """The bot token of the environment: every workspace that reaches us is answered with it.

    Attributes:
        installed: None until Slack has confirmed the token.
    """

    def __init__(self) -> None:
        self.installed: Installed | None = None

    async def confirm(self, token: str, sender: Sender) -> None:
        """Ask Slack who we are with this token.

        Raises:
            NotSent: Slack does not accept it, or does not answer.
        """
        if self.installed is None:
            found = await sender.call(sender.client(token).auth_test())
            bot = found.get("bot_id") or ""
            self.installed = Installed(token, found.get("user_id") or "", bot)

    async def find(self, workspace: str) -> Installed | None:
        """See `Installations`."""
        return self.installed

    async def revoked(self, body: Mapping[str, Any]) -> None:
        """See `Installations`. The token is the operator's to take out of the environment."""
