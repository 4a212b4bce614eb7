"""What goes in at a door and what comes out: the one contract between channels and assistant.

A channel never composes words. It hands a `Turn` to a `Brain` and shows the `Reply` it gets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

Voice = Literal["seed", "assistant", "safety"]
Verdict = Literal[
    "answer",
    "not_in_text",
    "refer",
    "emergency",
    "crisis",
    "urgent",
    "prompt",
    "not_understood",
    "small_talk",
    "about",
    "control",
]


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing a person did: typed a text or pressed a button.

    Attributes:
        conversation: Opaque id that the channel has verified; never chosen by the client.
        text: As typed. Ignored when `press` is set.
        press: The payload of a button that the assistant offered.
        message_id: Unique within the conversation; a repeated id gets the recorded reply.
        channel: The channel's name, for statistics only.
    """

    conversation: str
    text: str = ""
    press: str | None = None
    message_id: str = ""
    channel: str = "gutfaq"


@dataclass(frozen=True, slots=True)
class Citation:
    """A span of a seed file: `text` is exactly its characters from `start` to `end`."""

    seed: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """One phrase of the phrasebook, as it leaves."""

    phrase: str
    kind: Literal["answer", "notice"]
    voice: Voice
    text: str
    title: str = ""
    sentences: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Button:
    """A question that can be pressed. The payload comes back in `Turn.press`."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Part:
    """One question of the message: its words, its verdict, and which of `Reply.said` answer it."""

    text: str
    verdict: Verdict
    said: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Safety:
    """What the safety layers made of the message.

    Attributes:
        tier: Highest of crisis, emergency, urgent, prompt, routine; None when nothing fired.
        context: affirmed, unsure, other_person, negated, past or hypothetical.
        family: The pattern family that fired, as named in `data/safety/`.
        card: The phrase that was said because of it.
    """

    tier: str | None = None
    context: str | None = None
    family: str | None = None
    card: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """Everything one turn says, in the order in which it is said."""

    verdict: tuple[Verdict, ...]
    said: tuple[Said, ...]
    parts: tuple[Part, ...] = ()
    buttons: tuple[Button, ...] = ()
    safety: Safety = field(default_factory=Safety)
    intent: str | None = None
    confidence: float | None = None
    ms: float | None = None
    error: str | None = None


class Brain(Protocol):
    """What a channel needs of the assistant."""

    async def ask(self, turn: Turn) -> Reply:
        """Return the reply. Never raises: what goes wrong inside ends in a fixed safe line."""
        ...

    async def forget(self, conversation: str) -> None:
        """Delete everything that is stored about the conversation, feedback included."""
        ...

    async def rate(
        self, conversation: str, phrase: str, vote: Literal["up", "down"], reason: str | None
    ) -> None:
        """Store what a person thought of a phrase; kept and deleted with the conversation."""
        ...


def as_json(value: Any) -> Any:
    """Return dataclasses, tuples and mappings as plain JSON values, in field order."""
    if hasattr(value, "__dataclass_fields__"):
        return {name: as_json(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, (tuple, list)):
        return [as_json(item) for item in value]
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    return value


def from_json(value: Any) -> Reply:
    """Return the reply that `as_json` gave; the inverse, for recorded replies."""
    return Reply(
        verdict=tuple(value["verdict"]),
        said=tuple(
            Said(**{**said, "sentences": tuple(Citation(**one) for one in said["sentences"])})
            for said in value["said"]
        ),
        parts=tuple(Part(**{**part, "said": tuple(part["said"])}) for part in value["parts"]),
        buttons=tuple(Button(**button) for button in value["buttons"]),
        safety=Safety(**value["safety"]),
        intent=value["intent"],
        confidence=value["confidence"],
        ms=value["ms"],
        error=value["error"],
    )
