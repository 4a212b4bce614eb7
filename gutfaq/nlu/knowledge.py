"""What is learned from examples and quotes beside the weights: words and concepts."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from gutfaq.nlu import direction
from gutfaq.nlu.concepts import MASK, Concepts
from gutfaq.nlu.text import normalise

WORD = re.compile(r"[a-z']+")
_QUESTIONS = ("ask_", "seek_", "report_", "other_language", "gibberish")
"""Intents whose examples are never taken at their word: they lean on what came before, or risk."""
_TOPIC_SPREAD = 0.3
"""Share of the answers in whose examples a concept turns up, from which on it is a topic."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """JSON-able; made once, at training.

    Attributes:
        synonyms: Every way to say a concept, to its canonical term.
        base_forms: Base form of inflected words.
        topics: Concepts that many answers share, "gut", and those made with them, "gut wall".
        fits: For a concept, the intents whose answer or examples name it.
        vocabulary: Words of the examples and synonyms, and how often each occurs.
        answer_words: Base forms of the words with which answerable questions are asked.
        english: Log probability of English words.
        answers: Intents that quote the seed.
        against: For an answer, the ways in which its questions do not go; see `direction`.
        frames: For an answer, its most usual question about one specific, which reads `MASK`.
        sayings: Whole messages that are no question about health, "cheers", and their intent.
    """

    synonyms: Mapping[str, str]
    base_forms: Mapping[str, str]
    topics: Sequence[str]
    fits: Mapping[str, Sequence[str]]
    vocabulary: Mapping[str, int]
    answer_words: Sequence[str]
    english: Mapping[str, float]
    answers: Sequence[str]
    against: Mapping[str, Sequence[str]]
    frames: Mapping[str, str]
    sayings: Mapping[str, str]

    def save(self, file: Path) -> None:
        """Write as JSON."""
        file.write_text(json.dumps(asdict(self), sort_keys=True), encoding="utf-8")


def load(file: Path) -> Knowledge:
    """Return what `Knowledge.save` wrote."""
    return Knowledge(**json.loads(file.read_text(encoding="utf-8")))


def learn(
    examples: Iterable[tuple[str, str]],
    synonyms: Mapping[str, str],
    quoted: Mapping[str, Sequence[str]],
    *,
    english: Mapping[str, float],
    base_forms: Mapping[str, str],
) -> Knowledge:
    """Return what the examples (text, intent) and the sentences each answer quotes teach."""
    texts = [(normalise(text).lower(), intent) for text, intent in examples]
    ways = {normalise(way).lower(): concept for way, concept in synonyms.items()}
    concepts = Concepts(ways, base_forms)
    named: dict[str, set[str]] = defaultdict(set)
    for text, intent in texts:
        if intent in quoted:
            for mention in concepts.find(concepts.read(text)):
                named[mention.concept].add(intent)
    topics = _topics(named, len(quoted))
    fits = {concept: set(intents) for concept, intents in named.items()}
    for intent, sentences in quoted.items():
        for mention in concepts.find(concepts.read(" ".join(sentences))):
            fits.setdefault(mention.concept, set()).add(intent)
    vocabulary = Counter(word for text, _ in texts for word in WORD.findall(text))
    vocabulary.update(word for way in ways for word in WORD.findall(way))
    masking = Concepts(ways, base_forms, topics)
    return Knowledge(
        synonyms=ways,
        base_forms=dict(base_forms),
        topics=sorted(topics),
        fits={concept: sorted(intents) for concept, intents in fits.items()},
        vocabulary=dict(vocabulary),
        answer_words=sorted(_answer_words(texts, masking, quoted)),
        english=dict(english),
        answers=sorted(quoted),
        against=_against(texts, masking, quoted),
        frames=_frames(texts, masking, quoted),
        sayings={
            bare(text): intent
            for text, intent in texts
            if bare(text) and not intent.startswith(_QUESTIONS)
        },
    )


def bare(text: str) -> str:
    """Return the text in lower case without what stands around its words."""
    return " ".join(re.findall(r"[^\W_]+(?:'[^\W_]+)*", normalise(text).lower()))


def _topics(named: Mapping[str, set[str]], answers: int) -> set[str]:
    enough = max(2.0, _TOPIC_SPREAD * answers)
    spread = {concept for concept, intents in named.items() if len(intents) >= enough}
    words = {concept for concept in spread if len(concept.split()) == 1}
    return spread | {concept for concept in named if words & set(concept.split())}


def _against(
    texts: Sequence[tuple[str, str]], concepts: Concepts, quoted: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    seen: list[tuple[str, str | None]] = []
    for text, intent in texts:
        if intent in quoted:
            doc = concepts.read(text)
            seen.append((intent, direction.of(doc, concepts.find(doc), concepts.topics)))
    return direction.habits(seen)


def _answer_words(
    texts: Sequence[tuple[str, str]], concepts: Concepts, quoted: Mapping[str, Sequence[str]]
) -> set[str]:
    """Return the words of two answerable questions at least.

    A word that only one of them uses counts as unknown there, as it would in a new question: so
    the models see at training how often good questions hold unknown words.
    """
    words: Counter[str] = Counter()
    for text, intent in texts:
        if intent in quoted:
            masked = concepts.mask(text, concepts.find(concepts.read(text)))
            words.update({token.norm_ for token in concepts.read(masked)})
    return {word for word, count in words.items() if count > 1 and word[:1].isalpha()}


def _frames(
    texts: Sequence[tuple[str, str]], concepts: Concepts, quoted: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for text, intent in texts:
        if intent in quoted:
            masked = concepts.mask(text, concepts.find(concepts.read(text))).rstrip("? ")
            if masked.count(MASK) == 1 and 4 <= len(masked.split()) <= 9:
                found[intent][masked] += 1
    return {intent: max(sorted(c), key=lambda f: c[f]) for intent, c in found.items()}
