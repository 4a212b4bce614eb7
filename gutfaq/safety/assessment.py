"""What the safety matcher makes of one message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tier = Literal["crisis", "emergency", "urgent", "prompt", "routine"]
Context = Literal["affirmed", "unsure", "other_person", "negated", "past", "hypothetical"]

TIERS: tuple[Tier, ...] = ("crisis", "emergency", "urgent", "prompt", "routine")
CONTEXTS: tuple[Context, ...] = (
    "affirmed",
    "unsure",
    "other_person",
    "hypothetical",
    "past",
    "negated",
)


@dataclass(frozen=True, slots=True)
class Assessment:
    """The most serious thing that a message says, and what has to be said because of it.

    The verdict follows `card`, never `tier` alone: a question about black stool has the tier
    emergency, no card, and a conditional line in `note`.

    Attributes:
        tier: Of the finding that decided; None when nothing is to be said.
        context: How the message speaks of it; `negated` also where nothing is to be said. `past`
            without a tier: nothing was found, and whatever it tells of is long over.
        family: The file in `data/safety/` whose pattern fired.
        card: Phrase said first; alone for crisis and emergency, as a referral before the answer
            for urgent and prompt.
        note: Phrase said beside the question's own answer: a soft, conditional or past line.
        also: A second card, when crisis and emergency fire together.
        over: Whether the message says of the past that all has been well since.
        idiom: Whether all that looked like a red flag was a figure of speech.
        named: Whether the card is due to the name of an emergency alone ("stroke"), and of nobody
            else's: the models may find that nobody has it.
        spans: Character offsets into the message, start and end of each finding, in reading order.
    """

    tier: Tier | None = None
    context: Context | None = None
    family: str | None = None
    card: str | None = None
    note: str | None = None
    also: str | None = None
    spans: tuple[tuple[int, int], ...] = ()
    over: bool = False
    idiom: bool = False
    named: bool = False
