"""What one turn did: its events, what was said, our own reply when there is one, and its time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from gutfaq.conversations.script import Case, Step

Event = Mapping[str, Any]


class NotThroughThisDoor(Exception):
    """A message that a door does not take, such as an empty one; the case can not be played."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing the assistant said.

    Attributes:
        name: The response's name, when it came from one.
        source: The action that said it, when it is known.
        at: Position among the turn's events.
    """

    text: str
    name: str | None
    buttons: tuple[Mapping[str, Any], ...]
    source: str | None
    at: int


@dataclass(frozen=True, slots=True)
class TurnResult:
    """Everything that one turn did.

    Attributes:
        events: As Rasa writes them to JSON, from the person's message on.
        reply: A Gut FAQ's reply as JSON; None when another project answered.
        ms: Milliseconds from the message going in to the last word coming out.
        raised: One line for each custom action that raised or was called without a stub.
        sees_events: False behind a door that shows what is said but not how it came about.
    """

    events: tuple[Event, ...] = ()
    reply: Mapping[str, Any] | None = None
    ms: float = 0.0
    raised: tuple[str, ...] = ()
    sees_events: bool = True

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        """What was said, in order."""
        if self.reply is not None:
            return tuple(_from_reply(self.reply, self.events))
        return tuple(_from_events(self.events))

    @property
    def buttons(self) -> tuple[Mapping[str, Any], ...]:
        """The buttons that were offered, in order."""
        if self.reply is not None:
            return tuple(self.reply["buttons"])
        return tuple(button for each in self.utterances for button in each.buttons)

    @property
    def actions(self) -> tuple[str, ...]:
        """The names of the actions that ran, without the waiting for the next message."""
        return tuple(
            event["name"]
            for event in self.events
            if event["event"] == "action" and event["name"] not in (None, "action_listen")
        )

    @property
    def intent(self) -> tuple[str | None, float | None]:
        """The intent of the message and the confidence in it."""
        if self.reply is not None:
            return self.reply.get("intent"), self.reply.get("confidence")
        for event in self.events:
            if event["event"] == "user":
                intent = (event.get("parse_data") or {}).get("intent") or {}
                return intent.get("name"), intent.get("confidence")
        return None, None

    @property
    def policy(self) -> str | None:
        """The policy that chose the turn's first action."""
        for event in self.events:
            if event["event"] == "action" and event.get("policy"):
                return str(event["policy"])
        return None


@dataclass(slots=True)
class Session:
    """One conversation with the assistant.

    Attributes:
        conversation: Its id.
        opening: What the start of the session did.
        turns: Messages sent so far.
        state: The driver's own.
    """

    conversation: str
    opening: TurnResult = field(default_factory=TurnResult)
    turns: int = 0
    state: Any = None


class Driver(Protocol):
    """What the runner needs of an assistant, wherever it runs."""

    name: str

    async def start(self, case: Case) -> Session:
        """Begin a fresh conversation, with the case's slots and stubs."""
        ...

    async def say(
        self, session: Session, step: Step, press: Mapping[str, Any] | None = None
    ) -> TurnResult:
        """Send what the step types, or press a button that was offered; return what happened."""
        ...

    async def close(self) -> None:
        """Let go of what was opened."""
        ...


def _from_events(events: tuple[Event, ...]) -> Iterator[Utterance]:
    actor: str | None = None
    for at, event in enumerate(events):
        if event["event"] == "action":
            actor = event["name"]
        if event["event"] == "bot":
            data, metadata = event.get("data") or {}, event.get("metadata") or {}
            yield Utterance(
                text=event.get("text") or "",
                name=metadata.get("utter_action"),
                buttons=tuple(data.get("buttons") or ()),
                source=metadata.get("utter_source") or actor,
                at=at,
            )


def _from_reply(reply: Mapping[str, Any], events: tuple[Event, ...]) -> Iterator[Utterance]:
    bots = [at for at, event in enumerate(events) if event["event"] == "bot"]
    last = len(reply["said"]) - 1
    for number, said in enumerate(reply["said"]):
        yield Utterance(
            text=said["text"],
            name=said["phrase"],
            buttons=tuple(reply["buttons"]) if number == last else (),
            source=None,
            at=bots[min(number, len(bots) - 1)] if bots else len(events) + number,
        )
