"""A message, read: its questions, what each asks, and whether that may be answered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gutfaq.nlu.concepts import MASK, Concepts, Mention
from gutfaq.nlu.embedding import Encoder, Matrix
from gutfaq.nlu.knowledge import Knowledge
from gutfaq.nlu.language import EnglishCheck
from gutfaq.nlu.reading import NOT_IN_TEXT, OTHER_LANGUAGE, PartReading, Reading
from gutfaq.nlu.softmax import Softmax
from gutfaq.nlu.spelling import Speller
from gutfaq.nlu.splitting import Piece, is_elliptical, split
from gutfaq.nlu.text import normalise

SCALE = 3.0
"""How far unit vectors are stretched before the regression."""
LONGEST_STORY = 60
"""Words of what came before that are read with a question that leans on it."""

_LEADS = re.compile(
    r"^\W*(?:(?:and|or|also|plus|so|but|then|what about|how about|is|are|does|do|can|could|will|"
    r"would|may|might)\b\W*)+",
    re.I,
)
_TRAILS = re.compile(r"\W*\b(?:too|one|also|as well|either|then|please|pls)?\W*$", re.I)
_POINTS_BACK = re.compile(r"\b(?:that|this|those|these|them|both|they|it|he|she)\b", re.I)


@dataclass(frozen=True, slots=True)
class Limits:
    """Confidences, 0 to 1.

    Attributes:
        answer: What an answer needs at least.
        margin: How close a second reading is that makes the first ambiguous.
    """

    answer: float = 0.5
    margin: float = 0.15


class Reader:
    """Reads messages with what was learned. Holds no state between messages."""

    def __init__(
        self, knowledge: Knowledge, model: Softmax, encoder: Encoder, limits: Limits
    ) -> None:
        self._knowledge = knowledge
        self._model = model
        self._limits = limits
        self._encoder = encoder
        self._answers = frozenset(knowledge.answers)
        self._words = Preparation(knowledge)
        self._english = EnglishCheck(knowledge.english, knowledge.answer_words)

    def read(self, text: str, topic: str | None = None) -> Reading:
        """Return the reading of a message.

        Args:
            text: As typed.
            topic: The answer that the conversation is about, for questions such as "acne?".
        """
        if self._english.is_foreign(text):
            return Reading((PartReading(text, OTHER_LANGUAGE, 1.0, reason="not English"),))
        pieces = split(normalise(text))
        prepared = self._complete(pieces, topic)
        rows = self._words.features(self._encoder, prepared)
        probabilities = self._model.probabilities(rows)
        shown = [text] if len(pieces) == 1 else [piece.text for piece in pieces]
        parts = tuple(
            self._decide(shown[i], prepared[i], probabilities[i]) for i in range(len(pieces))
        )
        return Reading(parts, tuple(_entity(m, p) for p in prepared for m in p.mentions))

    def _complete(self, pieces: Sequence[Piece], topic: str | None) -> list[Prepared]:
        """Return each piece prepared, with what it leaves unsaid taken from its neighbour."""
        prepared: list[Prepared] = []
        for piece in pieces:
            own = self._words.prepare(piece.text)
            frame = self._frame(prepared[-1] if prepared else None, topic)
            if frame and is_elliptical(own.text) and self._fills(own):
                own = self._words.prepare(frame.replace(MASK, _core(own.text)))
            elif piece.before and not own.mentions and _POINTS_BACK.search(own.text):
                story = piece.before.split()[-LONGEST_STORY:]
                own = self._words.prepare(" ".join([*story, piece.text]))
            prepared.append(own)
        return prepared

    def _frame(self, previous: Prepared | None, topic: str | None) -> str | None:
        """Return the question whose specific is to be replaced, with `MASK` in its place."""
        if previous is None:
            return self._knowledge.frames.get(f"ask_{topic}") if topic else None
        return previous.masked if previous.masked.count(MASK) == 1 else None

    def _fills(self, prepared: Prepared) -> bool:
        """Return whether the words are a specific, known or not, rather than an aspect."""
        if any(mention.concept not in self._words.concepts.topics for mention in prepared.mentions):
            return True
        doc = self._words.concepts.read(_core(prepared.text))
        known = set(self._knowledge.answer_words)
        return bool(len(doc)) and all(t.norm_ not in known for t in doc if t.is_alpha)

    def _decide(self, shown: str, prepared: Prepared, row: Matrix) -> PartReading:
        order = np.argsort(-row, kind="stable")[:5]
        ranking = tuple((self._model.classes[k], round(float(row[k]), 4)) for k in order)
        specifics = self._words.specifics(prepared)
        intent, confidence = ranking[0]
        reason = "model"
        if intent in self._answers and specifics:
            fitting = [r for r in ranking if self._fit(specifics, r[0])]
            if not fitting or fitting[0][1] < 0.3 * confidence:
                intent, reason = NOT_IN_TEXT, f"the text does not say this of {specifics[0]}"
            elif fitting[0][0] != intent:
                (intent, confidence), reason = fitting[0], "the answer that names it"
        if intent in self._answers and confidence < self._limits.answer:
            rest = [r for r in ranking if r[0] not in self._answers]
            intent = rest[0][0] if rest else NOT_IN_TEXT
            reason = "too uncertain to answer"
        close = len(ranking) > 1 and ranking[0][1] - ranking[1][1] < self._limits.margin
        return PartReading(shown, intent, confidence, ranking, specifics, reason, close)

    def _fit(self, specifics: Sequence[str], intent: str) -> bool:
        fits = self._knowledge.fits
        return any(intent in fits.get(specific, ()) for specific in specifics)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A question ready for the model: corrected, in lower case; and the same, masked."""

    text: str
    masked: str
    mentions: tuple[Mention, ...]


class Preparation:
    """Corrects, finds concepts and makes features, the same way at training and after."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._speller = Speller(knowledge.vocabulary, knowledge.english)
        self.concepts = Concepts(knowledge.synonyms, knowledge.base_forms, knowledge.topics)

    def prepare(self, text: str) -> Prepared:
        """Return a normalised text ready for the model."""
        corrected = self._speller.correct(text).lower()
        mentions = self.concepts.find(self.concepts.read(corrected))
        return Prepared(corrected, self.concepts.mask(corrected, mentions), tuple(mentions))

    def specifics(self, prepared: Prepared) -> tuple[str, ...]:
        """Return the concepts that the question is about beside its topic, each once."""
        names = [m.concept for m in prepared.mentions if m.concept not in self.concepts.topics]
        return tuple(dict.fromkeys(names))

    def features(self, encoder: Encoder, prepared: Sequence[Prepared]) -> Matrix:
        """Return one row a question: its embedding and that of its masked form."""
        vectors = encoder.encode([p.text for p in prepared] + [p.masked for p in prepared])
        count = len(prepared)
        return np.asarray(np.hstack([vectors[:count], vectors[count:]]) * SCALE, dtype=np.float32)


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
