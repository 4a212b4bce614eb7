"""A world with a Slack of its own, a door on a free port and a brain that knows three answers."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fakeslack import FakeSlack, Sender
from fakeslack import payloads as say
from sanic import Sanic
from scripted import ScriptedBrain

from gutfaq.channels.heads import refuse_bad_heads
from gutfaq.channels.slack.door import SlackDoor
from gutfaq.channels.slack.settings import SlackSettings
from gutfaq.channels.slack.web import routes

SECOND = 0.05
_names = itertools.count()
Sanic.test_mode = True  # else a second server in one process cannot start


@dataclass
class World:
    """Everything of one test.

    Attributes:
        door: The first door; `doors` are all that share the inbox.
        sender: Slack's side of the deliveries.
    """

    slack: FakeSlack
    doors: list[SlackDoor]
    sender: Sender
    brain: ScriptedBrain

    @property
    def door(self) -> SlackDoor:
        """Return the first door."""
        return self.doors[0]

    async def ask(self, text: str, *, channel: str = "D1", user: str = "U1") -> dict[str, Any]:
        """Ask in a direct message and return the answer."""
        ts = self.slack.say(channel, user, text)
        await self.sender.event(say.direct(ts, text, channel=channel, user=user))
        await self.settled()
        return self.slack.answers_to(channel, ts)[0]

    async def settled(self, *, within: float = 40.0) -> None:
        """Return when nothing waits to be done."""
        async with asyncio_timeout(within):
            while await self.door._inbox.waiting():
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.02)


def settings_in(place: Path) -> SlackSettings:
    """Return settings of a door whose second lasts as long as the fake's."""
    return SlackSettings(
        signing_secrets=("shhh",),
        bot_token="xoxb-test",
        inbox=f"sqlite:///{place}/slack.sqlite",
        history=True,
        lease=120 * SECOND,
        pace=SECOND,
    )


@contextlib.asynccontextmanager
async def asyncio_timeout(seconds: float) -> AsyncIterator[None]:
    """Cancel what runs inside after the given seconds."""
    task = asyncio.current_task()
    handle = asyncio.get_running_loop().call_later(seconds, task.cancel)
    try:
        yield
    finally:
        handle.cancel()


@contextlib.asynccontextmanager
async def serving(door: SlackDoor) -> AsyncIterator[str]:
    """Serve the door on a free port; yield the address of its webhook."""
    app = Sanic(f"slack_test_{next(_names)}", configure_logging=False)
    app.config.ACCESS_LOG = False
    refuse_bad_heads(app)
    app.blueprint(routes(door), url_prefix="/webhooks/slack")
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = await app.create_server(sock=listening, return_asyncio_server=True)
    await server.startup()
    await server.before_start()
    await server.after_start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/webhooks/slack/webhook"
    finally:
        await server.before_stop()
        await server.close()
        await server.after_stop()


@contextlib.asynccontextmanager
async def make_world(
    settings: SlackSettings, *, doors: int = 1, slack: FakeSlack | None = None
) -> AsyncIterator[World]:
    """Yield a world whose doors are open, or as open as they get."""
    brain = ScriptedBrain()
    async with contextlib.AsyncExitStack() as stack:
        slack = await stack.enter_async_context(slack or FakeSlack(second=SECOND))
        settings = replace(settings, api_url=slack.api_url)
        opened = [SlackDoor(settings, brain) for _ in range(doors)]
        urls = [await stack.enter_async_context(serving(door)) for door in opened]
        sender = await stack.enter_async_context(Sender(urls, second=SECOND / 20, ack_within=20.0))
        for _ in range(500):
            if all(door.reason != "starting" for door in opened):
                break
            await asyncio.sleep(0.02)
        yield World(slack, opened, sender, brain)
