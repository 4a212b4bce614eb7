"""What Bolt calls: each listener writes a job to the inbox, and only then acknowledges."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext

from gutfaq.channels.slack import events, labels
from gutfaq.channels.slack.events import Found
from gutfaq.channels.slack.inbox import Inbox
from gutfaq.channels.slack.installations import Installations
from gutfaq.channels.slack.logs import quiet_logger
from gutfaq.channels.slack.render import ASK_ACTION, RATE_ACTION

logger = logging.getLogger(__name__)
SHORTCUT_ID = "gutfaq_ask_about"
BODY = dict[str, Any]


class _App(AsyncApp):
    """Bolt's app, without a new Web API client for each delivery: our worker has its own."""

    def _init_context(self, req: AsyncBoltRequest) -> None:
        req.context["logger"] = self.logger
        req.context["token"] = None
        req.context["client"] = self.client
        req.context["listener_runner"] = self.listener_runner


class Listeners:
    """Connects a Bolt app to the inbox.

    Attributes:
        app: The Bolt app. Requests reach it after our own gate has verified them.
    """

    def __init__(
        self,
        inbox: Inbox,
        installations: Installations,
        *,
        wake: Callable[[], None],
        pressed: Callable[[BODY, BODY], Awaitable[None]],
    ) -> None:
        self._inbox, self._installations = inbox, installations
        self._wake, self._pressed = wake, pressed
        self._background: set[asyncio.Task[None]] = set()

        async def authorize(
            context: AsyncBoltContext, enterprise_id: str | None, team_id: str | None
        ) -> AuthorizeResult | None:  # Bolt cannot call a method here
            return await self._authorize(context, enterprise_id, team_id)

        self.app = _App(
            name="gutfaq",
            logger=quiet_logger("bolt"),
            authorize=authorize,  # type: ignore[arg-type]
            signing_secret="verified by gate.py",
            request_verification_enabled=False,
            process_before_response=True,  # the acknowledgement waits for the inbox
        )
        self._register(self.app)

    def _register(self, app: AsyncApp) -> None:
        app.error(_report)
        app.event("app_mention")(self._on_message)
        app.event("message")(self._on_message)
        app.event("app_home_opened")(self._on_home)
        app.event("app_uninstalled")(self._on_revoked)
        app.event("tokens_revoked")(self._on_revoked)
        app.event("team_access_revoked")(self._on_revoked)
        app.event(re.compile(".*"))(_leave_alone)
        app.command(labels.COMMAND)(self._on_command)
        app.shortcut(SHORTCUT_ID)(self._on_shortcut)
        app.action(re.compile(rf"^{ASK_ACTION}:\d+$"))(self._on_press)
        app.action(RATE_ACTION)(self._on_vote)

    async def _authorize(
        self, context: AsyncBoltContext, enterprise_id: str | None, team_id: str | None
    ) -> AuthorizeResult | None:
        whole = bool(context.is_enterprise_install)
        workspace = enterprise_id if whole and enterprise_id else team_id
        installed = await self._installations.find(workspace or "")
        if installed is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=installed.token,
            bot_user_id=installed.bot_user,
            bot_id=installed.bot,
        )

    async def _keep(self, found: Found | None) -> None:
        if found is None:
            return
        if found.only_in and not await self._inbox.engaged(found.only_in):
            return
        job = replace(found.job, received=time.time())
        if await self._inbox.put(job, engage=found.engage):
            self._wake()

    async def _on_message(self, body: BODY, context: AsyncBoltContext) -> None:
        gone = events.deleted(body)
        if gone is not None:
            await self._inbox.cancel(gone)
        else:
            await self._keep(events.message(body, bot=context.bot_user_id or ""))

    async def _on_home(self, body: BODY) -> None:
        await self._keep(events.home(body))

    async def _on_revoked(self, body: BODY) -> None:
        await self._installations.revoked(body)

    async def _on_command(self, body: BODY, ack: AsyncAck) -> None:
        await self._keep(events.command(body))
        await ack()

    async def _on_shortcut(self, body: BODY, ack: AsyncAck) -> None:
        await self._keep(events.shortcut(body))
        await ack()

    async def _on_press(self, body: BODY, action: BODY, ack: AsyncAck) -> None:
        found = events.press(body, action)
        await self._keep(found)
        await ack()
        if found and not found.job.response_url:
            task = asyncio.ensure_future(self._pressed(body, action))
            self._background.add(task)  # a task without a reference may be collected
            task.add_done_callback(self._background.discard)

    async def _on_vote(self, body: BODY, action: BODY, ack: AsyncAck) -> None:
        await self._keep(events.vote(body, action))
        await ack()


async def _report(error: Exception) -> None:
    """Log what kind of thing went wrong; Slack gets a 500 and delivers again."""
    logger.error("A Slack delivery was not taken in: %s", type(error).__name__)


async def _leave_alone() -> None:
    """Acknowledge an event that is none of ours."""
