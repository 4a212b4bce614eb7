"""What understanding a message yields, in the shape that Rasa's parse data carries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gutfaq.safety.assessment import Tier

ALARMS = ("report_crisis", "report_emergency")
"""The intents that are answered with a card alone, the graver first."""
HARMLESS = "none"
"""The tier of what raises none."""
ASKED = "asked"
"""The tier of an emergency that is only asked about."""
SEVERAL = "several_questions"
NOT_IN_TEXT = "ask_not_in_text"
OTHER_LANGUAGE = "other_language"
QUESTIONS = ("ask_", "seek_")
"""How intents begin that get a reply each when a message has several."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """Which alarms the model may raise by itself, and how sure it must be of them together.

    Attributes:
        limit: Probability, 0 to 1; more than 1: never.
        second: Probability that the models of what is asked must give to it as well. What they
            are sure is something else is none: strange words and far topics.
        both: What the two must come to together.
        of: The intents.
        over: Whether what the message tells of is long past.
    """

    limit: float
    second: float = 0.1
    both: float = 0.7
    of: tuple[str, ...] = ALARMS
    over: bool = False


NO_ALARM = Alarm(1.1, of=())
ANY_ALARM = Alarm(1.1)
"""Raises none, and measures how likely each is."""


@dataclass(frozen=True, slots=True)
class PartReading:
    """One question of a message, understood.

    Attributes:
        text: Its words.
        intent: What it is taken to ask, after the reject decision.
        confidence: Calibrated probability that the intent is right, 0 to 1.
        ranking: At most five readings, best first; the ones to offer when unclear.
        specifics: Canonical terms of the seed's concepts that it names.
        reason: Why this intent: the model alone, or which check overruled it.
        ambiguous: Whether the second reading is about as likely.
        danger: Probability that it is one of the red flags that may be raised.
        second: The same of any red flag, for the models of what is asked.
        tier: `urgent` or `prompt`, if what it tells is so grave; an alarm is an intent.
        doubt: The red flag that it may be, or asks about; too unsure to be an alarm.
    """

    text: str
    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...] = ()
    specifics: tuple[str, ...] = ()
    reason: str = "model"
    ambiguous: bool = False
    danger: float = 0.0
    second: float = 0.0
    tier: Tier | None = None
    doubt: Tier | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the part as actions find it in `tracker.latest_message["parts"]`."""
        return {
            "text": self.text,
            "intent": self.intent,
            "confidence": self.confidence,
            "ranking": [{"name": name, "confidence": value} for name, value in self.ranking],
            "specifics": list(self.specifics),
            "reason": self.reason,
            "ambiguous": self.ambiguous,
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole message, understood: its parts in order and the concepts it mentions.

    `tier` and `doubt` are the gravest of its parts and of the whole.
    """

    parts: tuple[PartReading, ...]
    entities: tuple[dict[str, Any], ...] = field(default=())
    tier: Tier | None = None
    doubt: Tier | None = None

    @property
    def intent(self) -> str:
        """The part's intent; of several parts an alarm, or `SEVERAL` unless all are small talk."""
        alarm = next((name for name in ALARMS if any(p.intent == name for p in self.parts)), None)
        if alarm:
            return alarm
        intents = {part.intent for part in self.parts}
        questions = any(intent.startswith(QUESTIONS) for intent in intents)
        if len(self.parts) == 1 or (len(intents) == 1 and not questions):
            return self.parts[0].intent
        return SEVERAL

    @property
    def confidence(self) -> float:
        """That of the least certain part."""
        return min(part.confidence for part in self.parts)

    @property
    def ranking(self) -> list[dict[str, Any]]:
        """The readings of the first part, with the message's own intent in front."""
        ranking = [{"name": n, "confidence": c} for n, c in self.parts[0].ranking]
        if not ranking or ranking[0]["name"] != self.intent:
            ranking.insert(0, {"name": self.intent, "confidence": self.confidence})
        return ranking
