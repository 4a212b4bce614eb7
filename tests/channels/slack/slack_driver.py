"""Plays scripted conversations through Slack: `--gutfaq-driver slack_driver:load`.

What a script sees is what stands in Slack: the words are read back out of the posted blocks.
"""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fakeslack import FakeSlack, Sender
from fakeslack import payloads as say
from world import serving

from gutfaq.assistant import Assistant
from gutfaq.channels.slack import labels
from gutfaq.channels.slack.door import SlackDoor
from gutfaq.channels.slack.mrkdwn import clean, escape, unescape
from gutfaq.channels.slack.settings import SlackSettings
from gutfaq.conversations.gutfaq_driver import GutfaqDriver
from gutfaq.conversations.inprocess import ActionsHere
from gutfaq.conversations.rasa_driver import quiet
from gutfaq.conversations.script import Case, Step
from gutfaq.conversations.settings import Settings
from gutfaq.conversations.turn import NotThroughThisDoor, Session, TurnResult
from gutfaq.project import Project
from gutfaq.reply import Reply, Turn, as_json

SECOND = 0.001
LONGEST_MESSAGE = 40_000  # https://docs.slack.dev/reference/methods/chat.postMessage


class Overheard:
    """A brain that keeps what it last said."""

    def __init__(self, brain: Any) -> None:
        self._brain = brain
        self.turn: Turn | None = None
        self.reply: Reply | None = None

    async def ask(self, turn: Turn) -> Reply:
        """See `Brain`."""
        self.turn, self.reply = turn, await self._brain.ask(turn)
        return self.reply

    def __getattr__(self, name: str) -> Any:
        return getattr(self._brain, name)


class SlackDriver(GutfaqDriver):
    """A person in a direct message: each case in a thread of its own."""

    name = "slack"

    def __init__(self, assistant: Assistant, actions: ActionsHere) -> None:
        super().__init__(assistant, actions)
        self.stack = contextlib.AsyncExitStack()
        self.slack = FakeSlack(second=SECOND)
        self.brain = Overheard(self.assistant.gate)
        self.sender: Sender | None = None

    async def open(self) -> None:
        """Serve the door on a free port, before a Slack of its own."""
        await self.stack.enter_async_context(self.slack)
        settings = SlackSettings(
            signing_secrets=("shhh",),
            bot_token="xoxb-test",
            inbox=f"sqlite:///{self.stack.enter_context(tempfile.TemporaryDirectory())}/i.sqlite",
            api_url=self.slack.api_url,
            pace=SECOND,
        )
        door = SlackDoor(settings, self.brain)
        url = await self.stack.enter_async_context(serving(door))
        self.sender = await self.stack.enter_async_context(Sender([url]))
        while door.reason:
            await asyncio.sleep(0.01)

    async def start(self, case: Case) -> Session:
        """See `Driver`."""
        if case.slots:
            raise NotThroughThisDoor("Slack sets no slots.")
        if self.sender is None:
            await self.open()
        session = await super().start(case)
        session.state = {"channel": f"D{len(self.slack.messages)}", "posts": 0, "root": None}
        return session

    async def say(
        self, session: Session, step: Step, press: Mapping[str, Any] | None = None
    ) -> TurnResult:
        """See `Driver`."""
        typed = escape(step.text)
        passes = clean(typed) == step.text and 0 < len(typed) <= LONGEST_MESSAGE
        if press is None and not passes:
            raise NotThroughThisDoor("Slack does not send this text as it stands.")
        self._actions.begin()
        began, watch = time.time(), time.perf_counter()
        state = session.state
        if press is None:
            await self._type(state, typed)
        else:
            await self._press(state, str(press["payload"]))
        post = await self._next_post(state)
        took = (time.perf_counter() - watch) * 1000
        turn, reply = self.brain.turn, self.brain.reply
        session.conversation = turn.conversation
        shown = tuple(replace(s, text=w) for s, w in zip(reply.said, words(post), strict=True))
        events = self.events(session, turn.message_id, began)
        result = as_json(replace(reply, said=shown)) | {"buttons": buttons(post)}
        return TurnResult(events, result, took, tuple(self._actions.raised))

    async def close(self) -> None:
        """See `Driver`."""
        await self.stack.aclose()

    async def _type(self, state: dict[str, Any], text: str) -> None:
        ts = self.slack.say(state["channel"], "U1", text, thread=state["root"])
        more = {"thread_ts": state["root"]} if state["root"] else {}
        state["root"] = state["root"] or ts
        body = say.direct(ts, text, channel=state["channel"], **more)
        assert (await self.sender.event(body)).acknowledged

    async def _press(self, state: dict[str, Any], payload: str) -> None:
        post = self.slack.posts(state["channel"])[-1]
        elements = [e for b in post["blocks"] if b["type"] == "actions" for e in b["elements"]]
        button = next(element for element in elements if element["value"] == payload)
        click = say.click(post, button, channel=state["channel"])
        assert (await self.sender.interaction(click)).acknowledged

    async def _next_post(self, state: dict[str, Any]) -> dict[str, Any]:
        for _ in range(2000):
            posts = self.slack.posts(state["channel"])
            if len(posts) > state["posts"]:
                state["posts"] = len(posts)
                return posts[-1]
            await asyncio.sleep(0.005)
        raise AssertionError("no answer in Slack within ten seconds")


def words(post: dict[str, Any]) -> list[str]:
    """Return the words of each phrase in a post, without its title, source and signs."""
    found: list[str] = []
    for block, after in zip(post["blocks"], [*post["blocks"][1:], {}], strict=True):
        if block["type"] == "context":
            text = unescape(block["elements"][0]["text"])
            if not text.startswith(labels.SOURCE.split("“")[0]):
                found.append(text)
        if block["type"] == "rich_text" and not _is_title(block, after):
            pieces = block["elements"][0]["elements"]
            found.append("".join(p["text"] for p in pieces if p["type"] == "text").lstrip())
    return found


def _is_title(block: dict[str, Any], after: dict[str, Any]) -> bool:
    """Return whether a block is the bold line over a quote."""
    (element,) = block["elements"]
    quoted = after.get("type") == "rich_text" and after["elements"][0]["type"] == "rich_text_quote"
    bold = bool(element["elements"][0].get("style"))
    return element["type"] == "rich_text_section" and bold and quoted


def buttons(post: dict[str, Any]) -> list[dict[str, str]]:
    """Return the buttons in a post."""
    return [
        {"title": element["text"]["text"], "payload": element["value"]}
        for block in post["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def load(settings: Settings) -> SlackDriver:
    """Return a driver with the project's newest model behind a Slack of its own."""
    quiet()
    assistant = Assistant.load(Project(settings.root), database="sqlite://")
    processor = assistant.agent.processor
    processor.action_endpoint = actions = ActionsHere(None, processor.action_endpoint)
    return SlackDriver(assistant, actions)
