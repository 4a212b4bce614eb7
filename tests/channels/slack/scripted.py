"""A small `Brain` that knows a few phrases by heart, for tests that need no trained model."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from gutfaq.reply import Button, Citation, Part, Reply, Safety, Said, Turn

SEED = (Path(__file__).parents[3] / "seeds/leaky_gut.txt").read_text(encoding="utf-8")
DISCLAIMER = Said("utter_not_medical_advice", "notice", "safety", "This is not medical advice.")
OPENINGS = {
    "definition": ("What is leaky gut?", "Leaky Gut Syndrome happens", "become permeable."),
    "causes": ("What causes it?", "The weakening of the gut walls", "from infection."),
    "stages": ("How does it progress?", "Unmanaged Leaky Gut", "in stages."),
}
ABOUT = Said("utter_about", "notice", "assistant", "I answer in the words of one text.")
CARD = Said("utter_emergency_card", "notice", "safety", "Call your emergency number now.")
UNSURE = Said("utter_not_understood", "notice", "assistant", "Please ask that another way.")


def answer(name: str) -> Said:
    """Return the answer of that name, quoted from the seed."""
    title, opening, ending = OPENINGS[name]
    start = SEED.index(opening)
    end = SEED.index(ending, start) + len(ending)
    quote = Citation("leaky_gut", start, end, SEED[start:end])
    return Said(f"utter_{name}", "answer", "seed", quote.text, title, (quote,))


BUTTONS = tuple(Button(OPENINGS[name][0], f"/ask_{name}") for name in OPENINGS)


class ScriptedBrain:
    """Knows its answers by their question, and counts what it is asked.

    Args:
        burn: Seconds of computing that a question costs, as understanding it would.
        away: While set, it raises as an assistant that cannot be reached.
    """

    def __init__(self, *, burn: float = 0.0) -> None:
        self.burn, self.away = burn, False
        self.turns: list[Turn] = []
        self.votes: list[tuple[str, str, str]] = []
        self.forgotten: list[str] = []

    async def ask(self, turn: Turn) -> Reply:
        """See `Brain`."""
        self.turns.append(turn)
        if self.away:
            raise ConnectionError("the assistant is away")
        end = time.perf_counter() + self.burn
        while time.perf_counter() < end:
            pass
        await asyncio.sleep(0)
        return reply_to(turn)

    async def forget(self, conversation: str) -> None:
        """See `Brain`."""
        self.forgotten.append(conversation)

    async def rate(self, conversation: str, phrase: str, vote: str, reason: str | None) -> None:
        """See `Brain`."""
        self.votes.append((conversation, phrase, vote))


def reply_to(turn: Turn) -> Reply:
    """Return what the brain says to the turn."""
    asked = (turn.press or turn.text).lower()
    if "chest pain" in asked:
        card = Safety("emergency", "affirmed", "chest_pain", CARD.phrase)
        return Reply(("emergency",), (CARD,), (Part(turn.text, "emergency", (0,)),), safety=card)
    if "what can you do" in asked:
        return Reply(("about",), (ABOUT,), (Part(turn.text, "about", (0,)),), BUTTONS)
    for name, words in {"causes": "cause", "stages": "progress", "definition": "leaky"}.items():
        if words in asked or asked == f"/ask_{name}":
            said = (answer(name), DISCLAIMER)
            others = tuple(b for b in BUTTONS if b.payload != f"/ask_{name}")
            return Reply(("answer",), said, (Part(turn.text, "answer", (0, 1)),), others)
    return Reply(("not_understood",), (UNSURE,), (Part(turn.text, "not_understood", (0,)),))
