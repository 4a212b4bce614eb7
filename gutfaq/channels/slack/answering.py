"""Does one job: asks the assistant and sends what it says, once."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from gutfaq.channels.slack import home, labels, render
from gutfaq.channels.slack.inbox import Inbox
from gutfaq.channels.slack.installations import Installations, Installed
from gutfaq.channels.slack.jobs import Job, State
from gutfaq.channels.slack.sender import BLOCKS_REFUSED, NotSent, Sender
from gutfaq.reply import Brain, Reply, Turn

logger = logging.getLogger(__name__)
LONGEST_REST = 30.0
ORNAMENT_TRIES = 3
GIVE_UP = 12 * 3600.0


class Answering:
    """What the worker does with a job.

    Args:
        quiet: Awaited before the assistant is asked; lets deliveries be acknowledged first.
        pace: Seconds between two posts in one channel.
        settle: Seconds after which a post that was under way stands in Slack or never will.
        can_look: Whether threads outside direct messages may be read.
    """

    def __init__(
        self,
        inbox: Inbox,
        installations: Installations,
        sender: Sender,
        brain: Brain,
        *,
        quiet: Callable[[], Awaitable[None]],
        pace: float,
        settle: float,
        can_look: bool,
    ) -> None:
        self._inbox, self._installations = inbox, installations
        self._sender, self._brain, self._quiet = sender, brain, quiet
        self._pace, self._settle, self._can_look = pace, settle, can_look

    async def do(self, job: Job) -> None:
        """Do the job and tell the inbox how it ended."""
        installed = await self._installations.find(job.workspace)
        if installed is None:
            logger.warning("A Slack job was dropped: its workspace has no installation.")
            await self._inbox.finish(job)
            return
        try:
            await getattr(self, f"_{job.kind}")(job, installed)
        except NotSent as error:
            await self._after(job, error)
        except Exception as error:  # an assistant that is away, before anything was sent
            logger.warning("The assistant did not answer: %s", type(error).__name__)
            await self._put_off(job, rest=_rest(job.tries), state=job.state)

    async def _after(self, job: Job, error: NotSent) -> None:
        logger.warning("Slack did not take what was sent for the job %r: %s", job.kind, error.code)
        ornament = job.kind in ("home", "prompts") and job.tries >= ORNAMENT_TRIES
        if error.hopeless or ornament:
            await self._inbox.finish(job, rest=self._pace)
            return
        rest = error.wait if error.wait is not None else _rest(job.tries)
        if error.perhaps:
            await self._put_off(job, rest=max(rest, self._settle), state="sending")
        else:
            await self._put_off(job, rest=rest, state="new")

    async def _put_off(self, job: Job, *, rest: float, state: State) -> None:
        if time.time() - job.received < GIVE_UP:
            await self._inbox.postpone(job, rest=rest, state=state)
        else:
            logger.error("A Slack question was given up after twelve hours.")
            await self._inbox.finish(job)

    async def _ask(self, job: Job, installed: Installed) -> None:
        if job.state == "sending" and await self._stands(job, installed):
            await self._inbox.finish(job)
            return
        await self._quiet()
        reply, _ = await asyncio.gather(self._reply(job), self._show_thinking(job, installed))
        shown = render.message(reply, feedback=not job.response_url)
        if not await self._inbox.sending(job):
            return  # another's by now, or taken back by its author
        try:
            await self._post(job, installed, shown)
            await self._inbox.finish(job, rest=self._pace)
        except NotSent:
            raise
        except Exception as error:  # an inbox that is away; the answer may stand in Slack by now
            raise NotSent(type(error).__name__, perhaps=True) from error

    async def _post(self, job: Job, installed: Installed, shown: dict[str, Any]) -> None:
        try:
            await self._sender.send(installed.token, job, shown)
        except NotSent as error:
            if error.code not in BLOCKS_REFUSED:
                raise
            logger.error("Slack refuses our blocks: %s. Sent as bare text.", error.code)
            await self._sender.send(installed.token, job, {"text": shown["text"]})

    async def _reply(self, job: Job) -> Reply:
        turn = Turn(
            conversation=job.conversation,
            text=job.text,
            press=job.press,
            message_id=job.mark,
            channel="slack",
        )
        return await self._brain.ask(turn)

    async def _stands(self, job: Job, installed: Installed) -> bool:
        """Return whether the answer stands in Slack; False too where that cannot be seen."""
        if job.response_url or not (job.direct or self._can_look):
            return False
        try:
            return await self._sender.stands(installed.token, job)
        except NotSent as error:
            if error.code in ("missing_scope", "thread_not_found", "channel_not_found"):
                return False
            raise NotSent(error.code, wait=error.wait, perhaps=True) from None

    async def _show_thinking(self, job: Job, installed: Installed) -> None:
        """Show a status in a direct message; the answer takes it away again."""
        if not job.direct or job.response_url:
            return
        client = self._sender.client(installed.token)
        status = client.assistant_threads_setStatus(
            channel_id=job.channel, thread_ts=job.thread, status=labels.THINKING
        )
        # An ornament: the answer does not depend on it.
        with contextlib.suppress(NotSent, asyncio.TimeoutError):
            await asyncio.wait_for(self._sender.call(status), 1.0)

    async def _rate(self, job: Job, installed: Installed) -> None:
        vote = "up" if job.vote == "up" else "down"
        for phrase in job.votes:
            await self._brain.rate(job.conversation, phrase, vote, None)  # type: ignore[arg-type]
        await self._inbox.finish(job)

    async def _home(self, job: Job, installed: Installed) -> None:
        view = await home.view(self._brain, job.conversation)
        client = self._sender.client(installed.token)
        await self._sender.call(client.views_publish(user_id=job.user, view=view))
        await self._inbox.finish(job)

    async def _prompts(self, job: Job, installed: Installed) -> None:
        prompts = await home.prompts(self._brain, job.conversation)
        client = self._sender.client(installed.token)
        if prompts:
            await self._sender.call(
                client.assistant_threads_setSuggestedPrompts(
                    channel_id=job.channel, title=labels.PROMPTS_TITLE, prompts=prompts
                )
            )
        await self._inbox.finish(job)

    async def pressed(self, body: dict[str, Any], action: dict[str, Any], token: str) -> None:
        """Take the pressed button out of its message, if Slack lets us."""
        shown = body.get("message") or {}
        blocks = render.without_button(shown.get("blocks") or [], action.get("action_id") or "")
        if not blocks:
            return
        changed = self._sender.client(token).chat_update(
            channel=body["channel"]["id"],
            ts=shown["ts"],
            text=shown.get("text") or "",
            blocks=blocks,
        )
        try:
            await self._sender.call(changed)
        except NotSent as error:
            logger.info("A pressed button stays: %s", error.code)


def _rest(tries: int) -> float:
    """Return how long to wait before another try: half a second at first, 30 in the end."""
    return float(min(LONGEST_REST, 0.5 * 2 ** min(tries, 8)))
