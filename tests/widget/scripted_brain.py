"""A small assistant with a script: real sentences of the seed, no model."""

from __future__ import annotations

import asyncio
from pathlib import Path

from gutfaq.reply import Button, Citation, Reply, Safety, Said, Turn

ROOT = Path(__file__).resolve().parents[2]
SEED = (ROOT / "seeds" / "leaky_gut.txt").read_bytes().decode("utf-8")
NOTICE = (
    "I quote one short text; it names no author or references. This is not medical advice, and "
    "leaky gut syndrome is not an established diagnosis. Please ask a professional whether it "
    "applies to you."
)
EMERGENCY = (
    "This may be an emergency. Call your local emergency number now: 112 in Europe, 911 in North "
    "America. Do not wait for an answer here. If you can, ask someone to stay with you."
)


def cite(opening: str) -> Citation:
    """Return the seed's sentence that begins so."""
    start = SEED.index(opening)
    ends = [at for at in (SEED.find(". ", start), SEED.find(".\n", start)) if at >= 0]
    end = min(ends) + 1 if ends else len(SEED)
    return Citation("leaky_gut", start, end, SEED[start:end])


def answer(phrase: str, title: str, *openings: str) -> Said:
    """Return an answer that quotes the sentences."""
    sentences = tuple(cite(opening) for opening in openings)
    text = " ".join(sentence.text for sentence in sentences)
    return Said(phrase, "answer", "seed", text, title, sentences)


def line(phrase: str, text: str, voice: str = "assistant") -> Said:
    """Return a fixed line."""
    return Said(phrase, "notice", voice, text)  # type: ignore[arg-type]


INTRO = line("utter_from_the_text", "In the words of the text:")
DISCLAIMER = line("utter_not_medical_advice", NOTICE, "safety")
ASK_SYMPTOMS = Button("What are the symptoms?", "/press{symptoms}")
ASK_STAGES = Button("Does it get worse?", "/press{stages}")
ASK_CAUSES = Button("What causes it?", "/press{causes}")

SCRIPT = {
    "symptoms": Reply(
        ("answer",),
        (
            INTRO,
            answer(
                "utter_symptoms",
                "Symptoms",
                "When leaky gut occurs",
                "The result can be",
                "A leaky gut can also",
                "Your body may react",
            ),
            DISCLAIMER,
        ),
        buttons=(ASK_STAGES, ASK_CAUSES),
    ),
    "stages": Reply(
        ("answer",),
        (
            INTRO,
            answer(
                "utter_stages",
                "How it progresses",
                "Unmanaged Leaky Gut",
                "Leaky gut usually begins",
                "This can be lead",
                "This can then trigger",
            ),
            DISCLAIMER,
        ),
        buttons=(ASK_SYMPTOMS, ASK_CAUSES),
    ),
    "causes": Reply(
        ("answer",),
        (INTRO, answer("utter_causes", "Causes", "The weakening of"), DISCLAIMER),
        buttons=(ASK_SYMPTOMS,),
    ),
    "blood": Reply(
        ("emergency",),
        (line("utter_emergency_card", EMERGENCY, "safety"),),
        safety=Safety("emergency", "affirmed", "gi_bleeding", "utter_emergency_card"),
    ),
    "weeks": Reply(
        ("urgent", "answer"),
        (
            line("utter_urgent_card", "Please see a doctor today about this.", "safety"),
            INTRO,
            answer("utter_causes", "Causes", "The weakening of"),
            DISCLAIMER,
        ),
        safety=Safety("urgent", "affirmed", "stool", "utter_urgent_card"),
    ),
    "hair": Reply(
        ("not_in_text",),
        (
            line(
                "utter_ask_not_in_text",
                "The text does not say. I can only quote one short text about leaky gut, and it "
                "does not answer this.",
            ),
        ),
        buttons=(ASK_SYMPTOMS, ASK_CAUSES, ASK_STAGES),
    ),
    "hello": Reply(("small_talk",), (line("utter_greet", "Hello. What would you like to know?"),)),
    "delete my data": Reply(
        ("control",),
        (line("utter_data_deleted", "Done: what was kept of this conversation is deleted."),),
    ),
}
UNKNOWN = Reply(
    ("not_understood",),
    (line("utter_nlu_fallback", "I am not sure what you mean. You can pick a question:"),),
    buttons=(ASK_SYMPTOMS, ASK_STAGES),
)


class ScriptedBrain:
    """Answers by the first word of its script that the message holds, and notes what it was asked.

    Attributes:
        delay_s: Seconds that an answer takes.
        turns: Every turn it was asked, in order.
        forgotten: Conversations that it was told to forget.
        ratings: Votes it was told.
        says: When set, a function of the turn that makes the reply.
    """

    def __init__(self) -> None:
        self.delay_s = 0.0
        self.turns: list[Turn] = []
        self.forgotten: list[str] = []
        self.ratings: list[tuple[str, str, str, str | None]] = []
        self.says = None

    async def ask(self, turn: Turn) -> Reply:
        """See `Brain`."""
        self.turns.append(turn)
        await asyncio.sleep(self.delay_s)
        if self.says is not None:
            return self.says(turn)
        words = (turn.press or turn.text).lower()
        if "boom" in words:
            raise RuntimeError("a brain that breaks its promise")
        return next((reply for word, reply in SCRIPT.items() if word in words), UNKNOWN)

    async def forget(self, conversation: str) -> None:
        """See `Brain`."""
        self.forgotten.append(conversation)

    async def rate(self, conversation, phrase, vote, reason) -> None:
        """See `Brain`."""
        self.ratings.append((conversation, phrase, vote, reason))
