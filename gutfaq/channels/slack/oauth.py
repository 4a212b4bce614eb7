"""Installing the app in more than one workspace, with every token encrypted where it rests.

https://docs.slack.dev/authentication/installing-with-oauth
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

import sqlalchemy as sql
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from slack_sdk.oauth import AuthorizeUrlGenerator
from sqlalchemy.engine import Connection

from gutfaq.channels.slack.database import open_pen
from gutfaq.channels.slack.events import workspace_of
from gutfaq.channels.slack.installations import Installed
from gutfaq.channels.slack.manifest import REDIRECT, scopes
from gutfaq.channels.slack.pen import Pen
from gutfaq.channels.slack.sender import Sender
from gutfaq.channels.slack.settings import PREFIX, SlackSettings, SlackSettingsRefused

STATE_SECONDS = 600
CACHE_SECONDS = 30.0
metadata = sql.MetaData()
installations = sql.Table(
    "slack_installations",
    metadata,
    sql.Column("workspace", sql.String(64), primary_key=True),
    sql.Column("token", sql.Text, nullable=False),
    sql.Column("bot_user", sql.String(64), nullable=False),
    sql.Column("bot", sql.String(64), nullable=False),
    sql.Column("at", sql.Float, nullable=False),
)


class InstallRefused(Exception):
    """Somebody came back from Slack with something that does not fit."""


def locksmith(keys: Sequence[str]) -> MultiFernet:
    """Return what locks with the first key and opens with any.

    Raises:
        SlackSettingsRefused: A key is none.
    """
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError as error:
        raise SlackSettingsRefused(
            f"{PREFIX}TOKEN_KEY is no key. Make one with `gutfaq slack key`."
        ) from error


class StoredInstallations:
    """See `Installations`. One row a workspace; an enterprise's is keyed by its own id."""

    def __init__(self, pen: Pen, keys: Sequence[str]) -> None:
        self._pen, self._locksmith = pen, locksmith(keys)
        self._cache: dict[str, tuple[float, Installed]] = {}

    @classmethod
    async def open(cls, url: str, keys: Sequence[str]) -> StoredInstallations:
        """Return the store, its table created when it is missing.

        Raises:
            SlackSettingsRefused: The database cannot be opened, or a key is none.
        """
        return cls(await open_pen(url, metadata, setting=PREFIX + "INSTALLATIONS"), keys)

    async def find(self, workspace: str) -> Installed | None:
        """See `Installations`."""
        until, known = self._cache.get(workspace, (0.0, None))
        if known and time.monotonic() < until:
            return known
        query = installations.select().where(installations.c.workspace == workspace)
        row = await self._pen.run(lambda connection: connection.execute(query).first())
        found = self._open_row(row) if row is not None else None
        if found is not None:  # the app may be installed any moment, through another process
            self._cache[workspace] = (time.monotonic() + CACHE_SECONDS, found)
        return found

    def _open_row(self, row: Any) -> Installed | None:
        try:
            token = self._locksmith.decrypt(row.token.encode()).decode()
        except InvalidToken:  # locked with a key that is gone: as good as not installed
            return None
        return Installed(token=token, bot_user=row.bot_user, bot=row.bot)

    async def save(self, workspace: str, installed: Installed) -> None:
        """Keep the installation, instead of an older one."""
        row = {
            "workspace": workspace,
            "token": self._locksmith.encrypt(installed.token.encode()).decode(),
            "bot_user": installed.bot_user,
            "bot": installed.bot,
            "at": time.time(),
        }

        def work(connection: Connection) -> None:
            ours = installations.c.workspace == workspace
            connection.execute(installations.delete().where(ours))
            connection.execute(installations.insert().values(**row))

        await self._pen.run(work)
        self._cache.pop(workspace, None)

    async def revoked(self, body: Mapping[str, Any]) -> None:
        """See `Installations`."""
        event = body["event"]
        gone = [workspace_of(body)]
        if event["type"] == "tokens_revoked" and not (event.get("tokens") or {}).get("bot"):
            return  # only people's tokens, of which we have none
        if event["type"] == "team_access_revoked":
            gone = [str(team) for team in event.get("team_ids") or []]
        ours = installations.c.workspace.in_(gone)
        await self._pen.run(lambda c: c.execute(installations.delete().where(ours)) and None)
        for workspace in gone:
            self._cache.pop(workspace, None)

    async def close(self) -> None:
        """Close the database."""
        await self._pen.close()


class Installer:
    """The two steps of an installation: off to Slack, and back with a code.

    The state is locked and dated, and must come back together with its cookie: nobody can be made
    to finish an installation that another began.
    """

    def __init__(self, settings: SlackSettings, sender: Sender, store: StoredInstallations) -> None:
        self._settings, self._sender, self._store = settings, sender, store
        self._locksmith = locksmith(settings.token_keys)
        self._redirect = settings.public_url.rstrip("/") + REDIRECT

    def begin(self) -> tuple[str, str]:
        """Return where to send the browser, and the cookie to give it."""
        cookie = secrets.token_urlsafe(24)
        generator = AuthorizeUrlGenerator(
            client_id=self._settings.client_id,
            scopes=scopes(history=self._settings.history),
            redirect_uri=self._redirect,
            authorization_url=urljoin(self._settings.api_url, "/oauth/v2/authorize"),
        )
        return generator.generate(self._locksmith.encrypt(cookie.encode()).decode()), cookie

    async def finish(self, *, state: str, cookie: str, code: str) -> str:
        """Exchange the code for a token, keep it, and return the workspace.

        Raises:
            InstallRefused: The state is not the one that this browser was given.
            NotSent: Slack refuses the code.
        """
        try:
            given = self._locksmith.decrypt(state.encode(), ttl=STATE_SECONDS)
        except (InvalidToken, UnicodeError):
            raise InstallRefused("state") from None
        if not cookie or not hmac.compare_digest(given, cookie.encode("utf-8", "replace")):
            raise InstallRefused("state")
        found = await self._sender.call(
            self._sender.client("").oauth_v2_access(
                client_id=self._settings.client_id,
                client_secret=self._settings.client_secret,
                code=code,
                redirect_uri=self._redirect,
            )
        )
        token = found["access_token"]
        who = await self._sender.call(self._sender.client(token).auth_test())
        workspace = _workspace(found.data)
        bot = str(who.get("bot_id") or "")
        await self._store.save(workspace, Installed(token, str(found["bot_user_id"]), bot))
        return workspace


def _workspace(found: Mapping[str, Any]) -> str:
    whole = found.get("is_enterprise_install") and (found.get("enterprise") or {}).get("id")
    return str(whole or (found.get("team") or {}).get("id"))
