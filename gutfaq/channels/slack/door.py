"""The Slack door: what comes in by HTTP or Socket Mode, and the work behind it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import secrets
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from gutfaq.channels.slack import gate
from gutfaq.channels.slack.answering import Answering
from gutfaq.channels.slack.events import workspace_of
from gutfaq.channels.slack.inbox import Inbox, open_inbox
from gutfaq.channels.slack.installations import Installations, OneInstallation
from gutfaq.channels.slack.listeners import Listeners
from gutfaq.channels.slack.oauth import Installer, StoredInstallations
from gutfaq.channels.slack.sender import NotSent, Sender
from gutfaq.channels.slack.settings import SlackSettings
from gutfaq.channels.slack.socket_mode import Socket
from gutfaq.channels.slack.worker import Worker
from gutfaq.errors import Refused
from gutfaq.reply import Brain

logger = logging.getLogger(__name__)
LONGEST_HOLD = 0.25
SLOWEST_RETRY = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the door says to Slack's request."""

    status: int
    body: str = ""
    content_type: str = "text/plain; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


class SlackDoor:
    """One process's door to Slack; several may share an inbox.

    It opens by itself: until the inbox is open and Slack has confirmed the token, deliveries get
    503 with the reason, so that Slack delivers them again.

    Attributes:
        reason: Why the door is not ready; None when it is.
        installer: Installs the app in further workspaces; None without OAuth.
    """

    def __init__(self, settings: SlackSettings, brain: Brain) -> None:
        self._settings, self._brain = settings, brain
        self._sender = Sender(settings.api_url, timeout=settings.lease / 3)
        self._owner = f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._one = OneInstallation()
        self.installations: Installations = self._one
        self._store: StoredInstallations | None = None
        self.installer: Installer | None = None
        self._inbox: Inbox | None = None
        self._listeners: Listeners | None = None
        self._worker: Worker | None = None
        self._socket: Socket | None = None
        self._opening: asyncio.Task[None] | None = None
        self._arriving = 0
        self._quiet = asyncio.Event()
        missing = settings.missing()
        self.reason: str | None = "starting"
        if missing:
            self.reason = f"closed: set {', '.join(missing)}; see docs/slack.md"

    @property
    def settings(self) -> SlackSettings:
        """Return the settings that the door was made with."""
        return self._settings

    @property
    def sender(self) -> Sender:
        """Return what speaks to Slack."""
        return self._sender

    async def start(self) -> None:
        """Begin to open; returns at once."""
        self._quiet.set()
        if self._settings.missing():
            logger.warning("The Slack door is %s", self.reason)
            return
        self._opening = asyncio.ensure_future(self._open())

    async def stop(self) -> None:
        """Take nothing in any more, finish what runs, let go."""
        if self.reason is None:
            self.reason = "stopping"
        if self._opening is not None:
            self._opening.cancel()
            await asyncio.gather(self._opening, return_exceptions=True)
        if self._socket is not None:
            await self._socket.close()
        if self._worker is not None:
            await self._worker.stop()
        if self._inbox is not None:
            await self._inbox.close()
        if self._store is not None:
            await self._store.close()
        await self._sender.close()

    async def receive(self, headers: Mapping[str, str], body: bytes) -> Answer:
        """Return the answer to a POST from Slack, or from somebody who pretends to be.

        Args:
            headers: With lower-case names.
            body: The raw bytes.
        """
        try:
            gate.check_signature(body, headers, self._settings.signing_secrets, now=time.time())
            said = gate.parse(body, headers.get("content-type", ""))
        except gate.NotAdmitted as refused:
            return Answer(refused.status, str(refused))
        if said.get("type") == "url_verification":
            return Answer(200, str(said.get("challenge", "")))
        if said.get("type") == "app_rate_limited":
            logger.error("Slack holds back events: more than 30,000 an hour for one workspace.")
            return Answer(200)
        if self.reason is not None:
            return Answer(503, f"Slack door not ready: {self.reason}", headers={"Retry-After": "5"})
        request = AsyncBoltRequest(mode="socket_mode", body=said, headers=_retry_headers(headers))
        response = await self.dispatch(request)
        kind = (response.headers.get("content-type") or ["text/plain; charset=utf-8"])[0]
        return Answer(response.status, response.body or "", kind)

    async def dispatch(self, request: AsyncBoltRequest) -> BoltResponse:
        """Return Bolt's response; while one is worked on, the assistant waits a little."""
        assert self._listeners is not None
        self._arriving += 1
        self._quiet.clear()
        try:
            response = await self._listeners.app.async_dispatch(request)
        finally:
            self._arriving -= 1
            if not self._arriving:
                self._quiet.set()
        if response.status >= 500:
            logger.error("A Slack delivery was not taken in; Slack delivers it again.")
        if response.status == 404:  # verified, and nothing that we listen to
            return BoltResponse(status=200, body="")
        return response

    async def _until_quiet(self) -> None:
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._quiet.wait(), LONGEST_HOLD)

    async def _open(self) -> None:
        wait = 0.5
        while self.reason is not None:
            try:
                await self._open_inbox()
                await self._open_installations()
                await self._open_work()
                self.reason = None
            except (Refused, NotSent) as error:
                self.reason = _why(error)
                logger.error("The Slack door is not ready: %s", self.reason)
                await asyncio.sleep(wait)
                wait = min(wait * 2, SLOWEST_RETRY)
        logger.info("The Slack door is open.")

    async def _open_inbox(self) -> None:
        if self._inbox is None:
            self._inbox = await open_inbox(
                self._settings.inbox,
                owner=self._owner,
                lease=self._settings.lease,
                keep=self._settings.keep,
            )

    async def _open_installations(self) -> None:
        if self._settings.oauth:
            if self._store is None:
                settings = self._settings
                self._store = await StoredInstallations.open(
                    settings.installations, settings.token_keys
                )
                self.installations = self._store
                self.installer = Installer(settings, self._sender, self._store)
        else:
            await self._one.confirm(self._settings.bot_token, self._sender)

    async def _open_work(self) -> None:
        assert self._inbox is not None
        if self._worker is None:
            answering = Answering(
                self._inbox,
                self.installations,
                self._sender,
                self._brain,
                quiet=self._until_quiet,
                pace=self._settings.pace,
                settle=self._settings.lease / 6,
                can_look=self._settings.history,
            )
            self._worker = Worker(
                self._inbox,
                answering.do,
                pace=self._settings.pace,
                lease=self._settings.lease,
            )
            self._listeners = Listeners(
                self._inbox,
                self.installations,
                wake=self._worker.wake,
                pressed=self._pressed(answering),
            )
            self._worker.start()
        if self._settings.app_token and self._socket is None:
            opened = Socket(self._listeners_app(), self._settings, self._sender, self.dispatch)
            await self._sender.call(opened.connect())
            self._socket = opened

    def _listeners_app(self) -> Any:
        assert self._listeners is not None
        return self._listeners.app

    def _pressed(self, answering: Answering) -> Any:
        async def pressed(body: dict[str, Any], action: dict[str, Any]) -> None:
            installed = await self.installations.find(workspace_of(body))
            if installed is not None:
                await answering.pressed(body, action, installed.token)

        return pressed


def _retry_headers(headers: Mapping[str, str]) -> dict[str, Any]:
    return {name: value for name, value in headers.items() if name.startswith("x-slack-retry")}


def _why(error: Exception) -> str:
    if isinstance(error, NotSent):
        return f"auth.test says {error.code}; run `gutfaq slack check`"
    return str(error)
