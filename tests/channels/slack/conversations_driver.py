"""Plays scripted conversations through Slack's fake: signed deliveries in, posted messages out.

`pytest tests/conversations --gutfaq-driver conversations_driver:through_slack`, with this folder on
the Python path. What the assistant replied counts only as far as it stands in the message posted.
"""

from __future__ import annotations

import asyncio
import contextlib
import html
import itertools
import json
import tempfile
import time
from pathlib import Path

from conftest import SECOND, serving
from fakeslack import FakeSlack, Sender
from fakeslack import payloads as say

from gutfaq.channels.slack.door import SlackDoor
from gutfaq.channels.slack.settings import SlackSettings
from gutfaq.conversations.gutfaq_driver import load
from gutfaq.conversations.turn import NotThroughThisDoor, Session, TurnResult
from gutfaq.reply import as_json


class Overheard:
    """A brain that notes its replies.

    Args:
        brain: The one that gives them.
    """

    def __init__(self, brain) -> None:
        self._brain = brain
        self.reply = None

    def __getattr__(self, name):
        """Return the brain's own, but for `ask`."""
        return getattr(self._brain, name)

    async def ask(self, turn):
        """See `Brain`."""
        self.reply = await self._brain.ask(turn)
        return self.reply


class SlackDriver:
    """Mentions the assistant in a channel, and goes on in the thread."""

    name = "slack"

    def __init__(self, settings) -> None:
        self._settings = settings
        self._numbers = itertools.count(1)
        self._stack = contextlib.AsyncExitStack()
        self._door = None

    async def _open(self) -> None:
        inner = await load(self._settings)
        self.project, self._brain = inner.project, Overheard(inner.assistant.gate)
        self._slack = await self._stack.enter_async_context(FakeSlack(second=SECOND))
        folder = self._stack.enter_context(tempfile.TemporaryDirectory())
        settings = SlackSettings(
            signing_secrets=("shhh",),
            bot_token="xoxb-test",
            inbox=f"sqlite:///{Path(folder)}/slack.sqlite",
            history=True,
            lease=60 * SECOND,
            pace=SECOND,
            api_url=self._slack.api_url,
        )
        self._door = SlackDoor(settings, self._brain)
        url = await self._stack.enter_async_context(serving(self._door))
        self._sender = await self._stack.enter_async_context(Sender([url], second=SECOND / 20))

    async def start(self, case) -> Session:
        """See `Driver`."""
        if self._door is None:
            await self._open()
        channel = f"C{next(self._numbers)}"
        return Session(channel, TurnResult(sees_events=False), state={"thread": None, "post": None})

    async def say(self, session, step, press=None) -> TurnResult:
        """See `Driver`."""
        if not step.text.strip():
            raise NotThroughThisDoor("Slack sends no empty message")
        self._brain.reply = None
        before = len(self._slack.posts(session.conversation))
        watch = time.perf_counter()
        await self._deliver(session, step.text, press)
        post = await self._next_post(session.conversation, before)
        took = (time.perf_counter() - watch) * 1000
        session.state["post"] = post
        return TurnResult(reply=_as_posted(self._brain.reply, post), ms=took, sees_events=False)

    async def close(self) -> None:
        """See `Driver`."""
        await self._stack.aclose()

    async def _deliver(self, session, text, press) -> None:
        channel, state = session.conversation, session.state
        if press is not None:
            buttons = [e for b in state["post"]["blocks"] for e in b.get("elements", ())]
            button = next(each for each in buttons if each.get("value") == press["payload"])
            await self._sender.interaction(say.click(state["post"], button, channel=channel))
        elif state["thread"] is None:
            state["thread"] = self._slack.say(channel, "U1", f"<@UBOT> {text}")
            event = say.mention(state["thread"], f"<@UBOT> {text}", channel=channel)
            await self._sender.event(event)
        else:
            thread = state["thread"]
            ts = self._slack.say(channel, "U1", text, thread=thread)
            event = say.in_channel(ts, text, channel=channel, thread_ts=thread)
            await self._sender.event(event)

    async def _next_post(self, channel, before):
        for _ in range(3000):
            posts = self._slack.posts(channel)
            if len(posts) > before:
                return posts[-1]
            await asyncio.sleep(0.01)
        raise AssertionError("nothing was posted in 30 s")


def _as_posted(reply, post):
    """Return the reply as JSON, without what does not stand in the posted message."""
    told = as_json(reply)
    shown = html.unescape(json.dumps(post["blocks"], ensure_ascii=False))

    def stands(text):
        return json.dumps(text, ensure_ascii=False)[1:-1] in shown

    told["said"] = [said for said in told["said"] if stands(said["text"])]
    told["buttons"] = [button for button in told["buttons"] if stands(button["title"])]
    return told


def through_slack(settings) -> SlackDriver:
    """Return the driver."""
    return SlackDriver(settings)
