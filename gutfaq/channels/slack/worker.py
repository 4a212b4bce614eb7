"""Takes jobs out of the inbox and does each of them once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from gutfaq.channels.slack.inbox import Inbox
from gutfaq.channels.slack.jobs import Job

logger = logging.getLogger(__name__)
POLL = 0.25


class Worker:
    """Runs up to `slots` jobs at a time, each of another lane.

    Args:
        inbox: Where the jobs are.
        do: Does one job and tells the inbox how it ended.
        pace: Seconds after which a lane that just sent something can be taken again.
        lease: Seconds of a lease; a third of it passes between renewals.
    """

    def __init__(
        self,
        inbox: Inbox,
        do: Callable[[Job], Awaitable[None]],
        *,
        pace: float,
        lease: float,
        slots: int = 8,
    ) -> None:
        self._inbox, self._do = inbox, do
        self._pace, self._lease, self._slots = pace, lease, slots
        self._running: dict[str, asyncio.Task[None]] = {}
        self._woken = asyncio.Event()
        self._loops: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to take jobs."""
        self._loops = [
            asyncio.ensure_future(self._forever(self._take, 0.0)),
            asyncio.ensure_future(self._forever(self._renew, self._lease / 3)),
        ]

    def wake(self) -> None:
        """Look into the inbox now, not at the next tick."""
        self._woken.set()

    async def stop(self, *, grace: float = 5.0) -> None:
        """Take no more, and return when what runs is done or `grace` seconds are over."""
        for loop in self._loops[:1]:
            loop.cancel()
        if self._running:
            await asyncio.wait(list(self._running.values()), timeout=grace)
        for task in (*self._loops, *self._running.values()):
            task.cancel()
        await asyncio.gather(*self._loops, *self._running.values(), return_exceptions=True)

    async def _forever(self, step: Callable[[], Awaitable[None]], rest: float) -> None:
        while True:
            try:
                await asyncio.sleep(rest)
                await step()
            except asyncio.CancelledError:
                raise
            except Exception as error:  # a database that went away comes back
                logger.error("The Slack inbox does not answer: %s", type(error).__name__)
                await asyncio.sleep(1.0)

    async def _take(self) -> None:
        # Not wait_for: on Python 3.10 it can swallow the cancellation that stops us.
        tick = asyncio.get_running_loop().call_later(POLL, self._woken.set)
        await self._woken.wait()
        tick.cancel()
        self._woken.clear()
        free = self._slots - len(self._running)
        if free <= 0:
            return
        for job in await self._inbox.take(free):
            # After a standstill we may take over from ourselves what still runs here: it goes on
            # under the new lease, and is not begun a second time.
            if job.lane not in self._running:
                self._running[job.lane] = asyncio.ensure_future(self._run(job))

    async def _run(self, job: Job) -> None:
        try:
            await self._do(job)
        except asyncio.CancelledError:
            raise
        except Exception as error:
            # The lease stays ours until it ends; then the job is taken again.
            logger.error("A Slack job was not done: %s", type(error).__name__)
        finally:
            self._running.pop(job.lane, None)
            self.wake()
            asyncio.get_running_loop().call_later(self._pace + 0.005, self.wake)

    async def _renew(self) -> None:
        if self._running:
            await self._inbox.extend(list(self._running))
