"""A message, read: its questions, what each asks, and whether that may be answered."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.lang.en.stop_words import STOP_WORDS

from gutfaq.nlu.concepts import MASK, Mention
from gutfaq.nlu.decision import Judge, Limits
from gutfaq.nlu.embedding import Encoder
from gutfaq.nlu.experts import Experts
from gutfaq.nlu.knowledge import Knowledge, bare
from gutfaq.nlu.language import EnglishCheck
from gutfaq.nlu.preparing import Preparation, Prepared
from gutfaq.nlu.reading import OTHER_LANGUAGE, PartReading, Reading
from gutfaq.nlu.splitting import MOST, Piece, is_elliptical, split
from gutfaq.nlu.text import normalise

UNCLEAR = "nlu_fallback"
_VAGUE = frozenset(
    ("thing", "things", "something", "anything", "everything", "stuff", "whatever", "idk", "hmm")
    + ("gut", "guts", "stomach", "tummy", "belly", "bowel", "bowels", "health", "body", "text")
)
SHORT = 3
"""Words of a message that may be too vague to be read."""
LONGEST_STORY = 60
"""Words of what came before that are read with a question that leans on it."""

_LEADS = re.compile(
    r"^\W*(?:(?:and|or|also|plus|so|but|then|what about|how about|is|are|does|do|can|could|will|"
    r"would|may|might)\b\W*)+",
    re.I,
)
_TRAILS = re.compile(r"\W*\b(?:too|one|also|as well|either|then|please|pls)?\W*$", re.I)
_POINTS_BACK = re.compile(
    r"\b(?:(?:any|either|both|all|one|which|some) of )?(?:that|this|those|these|them|both)\b", re.I
)
_AND_AFTER = re.compile(r"^\s*(?:,|,?\s*\band\b|\bor\b|&)\s+((?:[a-z'-]+ ?){1,3})\W*$")
_AND_BEFORE = re.compile(r"^(.*\w)\s*(?:,|\band\b|\bor\b|&)\s+$")
_LEANS = re.compile(
    r"^\W*(?:so |and |but )*(?:is|was|were|are|can|could|does|do|would|why|how|what)\b(?: \w+)?"
    r" (?:it|that|this|he|she|they|so|right|true)\b.{0,30}$",
    re.I,
)


class Reader:
    """Reads messages with what was learned. Holds no state between messages."""

    def __init__(
        self, knowledge: Knowledge, experts: Experts, encoder: Encoder, limits: Limits
    ) -> None:
        self._frames = knowledge.frames
        self._sayings = knowledge.sayings
        self._usual = frozenset(knowledge.answer_words)
        self._experts = experts
        self._encoder = encoder
        self._words = Preparation(knowledge)
        self._english = EnglishCheck(
            knowledge.english,
            knowledge.answer_words,
            names={word for topic in knowledge.topics for word in topic.split()},
            seen=knowledge.vocabulary,
            correct=self._words.correct,
        )
        self._judge = Judge(
            experts.classes, knowledge.answers, knowledge.fits, knowledge.against, limits
        )

    def read(self, text: str, topic: str | None = None, alarm: float = 1.1) -> Reading:
        """Return the reading of a message.

        Args:
            text: As typed.
            topic: The answer that the conversation is about, for questions such as "acne?".
            alarm: See `Judge.decide`.
        """
        saying = self._sayings.get(bare(text))
        if saying:
            return Reading((PartReading(text, saying, 1.0, reason="a known way to say it"),))
        if topic is None and says_little(text):
            return Reading((PartReading(text, UNCLEAR, 0.0, reason="says too little"),))
        if self._english.is_foreign(text):
            return Reading((PartReading(text, OTHER_LANGUAGE, 1.0, reason="not English"),))
        asked = self._complete(split(normalise(text)), topic)
        prepared = [question for _, question in asked]
        rows = self._experts.probabilities(self._encoder, prepared)
        shown = [text] if len(asked) == 1 else [words for words, _ in asked]
        parts = tuple(
            self._judge.decide(words, self._words.specifics(question), question.way, row, alarm)
            for words, question, row in zip(shown, prepared, rows, strict=True)
        )
        return Reading(parts, tuple(_entity(m, p) for p in prepared for m in p.mentions))

    def _complete(self, pieces: Sequence[Piece], topic: str | None) -> list[tuple[str, Prepared]]:
        """Return each question's words and the same prepared, with what it leaves unsaid."""
        asked: list[tuple[str, Prepared]] = []
        for piece in pieces:
            own = self._words.prepare(piece.text)
            frame = self._frame(asked[-1][1] if asked else None, topic)
            if frame and is_elliptical(own.text) and self._fills(own):
                own = self._words.prepare(frame.replace(MASK, _core(own.text)))
            elif piece.before:
                own = self._recall(piece, own)
            apart = self._apart(own)
            if len(apart) == 1:
                asked.append((piece.text, own))
            else:
                asked += [(text, self._words.prepare(text)) for text in apart]
        return asked[:MOST]

    def _apart(self, question: Prepared) -> list[str]:
        """Return "does it cause cramps and hair loss" as two, when one of both is no concept."""
        text = question.text
        for mention in question.mentions:
            if mention.concept in self._words.concepts.topics:
                continue
            before, after = text[: mention.start], text[mention.end :]
            found = _AND_AFTER.match(after)
            if found and self._unknown(found[1]):
                return [before + text[mention.start : mention.end], before + found[1]]
            stem, other = self._unknown_tail(before)
            if other:
                named = text[mention.start : mention.end]
                return [f"{stem} {other}{after}".strip(), f"{stem} {named}{after}".strip()]
        return [text]

    def _unknown_tail(self, before: str) -> tuple[str, str]:
        """Return "does it cause" and "hair loss" of "does it cause hair loss and "."""
        joined = _AND_BEFORE.match(before)
        words = joined[1].split() if joined else []
        count = 0
        while count < min(3, len(words)) and self._unknown(words[-1 - count]):
            count += 1
        if not count:
            return before, ""
        return " ".join(words[:-count]), " ".join(words[-count:])

    def _unknown(self, words: str) -> bool:
        """Return whether no answerable question uses any of the words."""
        doc = self._words.concepts.read(words)
        if self._words.concepts.find(doc):
            return False
        return all(token.norm_ not in self._usual for token in doc if token.is_alpha)

    def _recall(self, piece: Piece, own: Prepared) -> Prepared:
        """Return the question with what a pronoun of it stands for in the story before it."""
        if self._words.specifics(own):
            return own
        story = self._words.prepare(" ".join(piece.before.split()[-LONGEST_STORY:]))
        named = self._words.specifics(story)
        if named and _POINTS_BACK.search(own.text):
            return self._words.prepare(_POINTS_BACK.sub(" and ".join(named), own.text, count=1))
        if not own.mentions and _LEANS.match(own.text):
            return self._words.prepare(f"{story.text} {own.text}")
        return own

    def _frame(self, previous: Prepared | None, topic: str | None) -> str | None:
        """Return the question whose specific is to be replaced, with `MASK` in its place."""
        if previous is None:
            return self._frames.get(f"ask_{topic}") if topic else None
        return previous.masked if previous.masked.count(MASK) == 1 else None

    def _fills(self, prepared: Prepared) -> bool:
        """Return whether the words are a specific, known or not, rather than an aspect."""
        if any(mention.concept not in self._words.concepts.topics for mention in prepared.mentions):
            return True
        core = _core(prepared.text)
        return bool(core) and self._unknown(core)


def says_little(text: str) -> bool:
    """Return whether a few words name nothing to ask about: "gut", "something about things"."""
    words = bare(text).split()
    named = [word for word in words if word not in STOP_WORDS]
    return len(words) <= SHORT and bool(named) and all(word in _VAGUE for word in named)


def _core(text: str) -> str:
    """Return what a fragment names: "is eczema?" names "eczema"."""
    return _TRAILS.sub("", _LEADS.sub("", text))


def _entity(mention: Mention, prepared: Prepared) -> dict[str, str | int]:
    return {
        "entity": "concept",
        "value": mention.concept,
        "start": mention.start,
        "end": mention.end,
        "text": prepared.text[mention.start : mention.end],
    }
