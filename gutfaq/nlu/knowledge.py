"""What is learned from examples and quotes beside the weights: words and concepts."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

from spacy.tokens import Doc

from gutfaq.nlu import direction
from gutfaq.nlu.concepts import MASK, Concepts, Mention
from gutfaq.nlu.reading import NOT_IN_TEXT
from gutfaq.nlu.text import normalise

WORD = re.compile(r"[a-z']+")
_QUESTIONS = ("ask_", "seek_", "report_", "other_language", "gibberish")
"""Intents whose examples are never taken at their word: they lean on what came before, or risk."""
NOT_ENGLISH = ("other_language", "gibberish")
_FITTING, _FITTING_SHARE = 3, 0.1
"""Examples of an answer that name a concept, from which on the answer is about it as well."""
_ASKING = frozenset(("can", "could", "does", "do", "is", "are", "may", "will"))
_SUBJECT = 0.4
"""Share of an answer's examples that name a concept, from which on it is their subject."""
_REFUSED = 5
"""How many questions that the text does not answer use a word, for each answerable one."""
_TOPIC_SPREAD = 0.3
_TOPIC_OFTEN, _TOPIC_SHARE = 5, 0.1
"""Share of the answers in whose examples a concept turns up, from which on it is a topic."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """JSON-able; made once, at training.

    Attributes:
        synonyms: Every way to say a concept, to its canonical term.
        base_forms: Base form of inflected words.
        topics: Concepts that many answers share, "gut", and those made with them, "gut wall".
        fits: For a concept, the intents whose answer or examples name it.
        vocabulary: Words of the English examples and synonyms, and how often each occurs.
        answer_words: Base forms of the words with which answerable questions are asked.
        english: Log probability of English words.
        answers: Intents that quote the seed.
        against: For an answer, the ways in which its questions do not go; see `direction`.
        frames: For an answer, its most usual question about one specific, which reads `MASK`.
        subjects: For an answer, the concept most of its questions are about, if not `main`.
        main: The concept that most answerable questions are about.
        says: For a specific, the intents whose answer names it in the seed's words.
        alike: For an answer, those whose sentences are among its own, or its own among theirs.
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
    subjects: Mapping[str, str]
    main: str
    says: Mapping[str, Sequence[str]]
    alike: Mapping[str, Sequence[str]]
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
    asked = [_read(text, intent, concepts) for text, intent in texts if intent in quoted]
    refused = [concepts.read(text) for text, intent in texts if intent == NOT_IN_TEXT]
    named = _named(asked)
    counts = Counter(example.intent for example in asked)
    topics = _topics(named, counts)
    masking = concepts.about(topics)
    main, subjects = _subjects(asked)
    return Knowledge(
        synonyms=ways,
        base_forms=dict(base_forms),
        topics=sorted(topics),
        fits=_fits(named, counts, quoted, concepts),
        vocabulary=_vocabulary(texts, ways, english),
        answer_words=sorted(_answer_words(asked, masking) - _refused_words(asked, refused)),
        english=dict(english),
        answers=sorted(quoted),
        against=_against(asked, topics),
        frames=_frames(asked, masking),
        subjects=subjects,
        main=main,
        says=_says(quoted, concepts),
        alike={intent: _alike(intent, quoted) for intent in sorted(quoted)},
        sayings={
            bare(text): intent
            for text, intent in texts
            if bare(text) and not intent.startswith(_QUESTIONS)
        },
    )


def bare(text: str) -> str:
    """Return the text in lower case without what stands around its words."""
    return " ".join(re.findall(r"[^\W_]+(?:'[^\W_]+)*", normalise(text).lower()))


class _Asked(NamedTuple):
    """An answerable example, read."""

    intent: str
    text: str
    doc: Doc
    mentions: list[Mention]


def _read(text: str, intent: str, concepts: Concepts) -> _Asked:
    doc = concepts.read(text)
    return _Asked(intent, text, doc, concepts.find(doc))


def _named(asked: Sequence[_Asked]) -> dict[str, Counter[str]]:
    """Return, for each concept, how many examples of which answers name it."""
    named: dict[str, Counter[str]] = defaultdict(Counter)
    for example in asked:
        for concept in {mention.concept for mention in example.mentions}:
            named[concept][example.intent] += 1
    return named


def _topics(named: Mapping[str, Mapping[str, int]], examples: Mapping[str, int]) -> set[str]:
    """Return the concepts that examples of many answers name, more than a stray one each."""
    enough = max(2.0, _TOPIC_SPREAD * len(examples))
    share = {
        concept: sum(
            count >= min(_TOPIC_OFTEN, _TOPIC_SHARE * examples[intent])
            for intent, count in intents.items()
        )
        for concept, intents in named.items()
    }
    spread = {concept for concept, answers in share.items() if answers >= enough}
    words = {concept for concept in spread if len(concept.split()) == 1}
    return spread | {concept for concept in named if words & set(concept.split())}


def _often(count: int, examples: int) -> bool:
    """Return whether so many of an answer's examples are more than a stray one."""
    return count >= min(_FITTING, _FITTING_SHARE * examples)


def _fits(
    named: Mapping[str, Mapping[str, int]],
    examples: Mapping[str, int],
    quoted: Mapping[str, Sequence[str]],
    concepts: Concepts,
) -> dict[str, list[str]]:
    fits = {
        concept: {intent for intent, count in intents.items() if _often(count, examples[intent])}
        for concept, intents in named.items()
    }
    for concept, intents in _says(quoted, concepts).items():
        fits.setdefault(concept, set()).update(intents)
    return {concept: sorted(intents) for concept, intents in fits.items()}


def _says(quoted: Mapping[str, Sequence[str]], concepts: Concepts) -> dict[str, list[str]]:
    """Return, for each concept, the answers that name it in the seed's words."""
    says: dict[str, set[str]] = defaultdict(set)
    for intent, sentences in quoted.items():
        for mention in concepts.find(concepts.read(" ".join(sentences))):
            says[mention.concept].add(intent)
    return {concept: sorted(intents) for concept, intents in says.items()}


def _alike(intent: str, quoted: Mapping[str, Sequence[str]]) -> list[str]:
    own = set(quoted[intent])
    sentences = {other: set(quoted[other]) for other in sorted(quoted)}
    return [other for other, theirs in sentences.items() if own <= theirs or own >= theirs]


def _vocabulary(
    texts: Sequence[tuple[str, str]], ways: Iterable[str], english: Mapping[str, float]
) -> dict[str, int]:
    """Return the words, without those of one example only that are no English: typing errors."""
    asked = [text for text, intent in texts if intent not in NOT_ENGLISH]
    words = Counter(word for text in asked for word in WORD.findall(text))
    named = Counter(word for way in ways for word in WORD.findall(way))
    kept = {word: n for word, n in words.items() if n > 1 or word in english or word in named}
    return dict(Counter(kept) + named)


def _against(asked: Sequence[_Asked], topics: Collection[str]) -> dict[str, list[str]]:
    return direction.habits((a.intent, direction.of(a.doc, a.mentions, topics)) for a in asked)


def _answer_words(asked: Sequence[_Asked], concepts: Concepts) -> set[str]:
    """Return the words of two answerable questions at least.

    A word that only one of them uses counts as unknown there, as it would in a new question: so
    the models see at training how often good questions hold unknown words.
    """
    words: Counter[str] = Counter()
    for example in asked:
        masked = concepts.mask(example.text, example.mentions)
        words.update({token.norm_ for token in concepts.read(masked)})
    return {word for word, count in words.items() if count > 1 and word[:1].isalpha()}


def _refused_words(asked: Sequence[_Asked], refused: Sequence[Doc]) -> set[str]:
    """Return the words that unanswerable questions use far more often: "fever", "sleep"."""
    answered = Counter(word for one in asked for word in {token.norm_ for token in one.doc})
    others = Counter(word for doc in refused for word in {token.norm_ for token in doc})
    return {word for word, count in others.items() if count >= _REFUSED * answered[word]}


def _frames(asked: Sequence[_Asked], concepts: Concepts) -> dict[str, str]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for example in asked:
        masked = concepts.mask(example.text, example.mentions).rstrip("? ")
        if masked.count(MASK) == 1 and 4 <= len(masked.split()) <= 9:
            found[example.intent][masked] += 1
    return {
        intent: max(sorted(c), key=lambda frame: (frame.split()[0] in _ASKING, c[frame]))
        for intent, c in found.items()
    }


def _subjects(asked: Sequence[_Asked]) -> tuple[str, dict[str, str]]:
    """Return the concept of most answerable questions, and that of each answer if another."""
    examples = Counter(example.intent for example in asked)
    named: dict[str, Counter[str]] = {intent: Counter() for intent in examples}
    for example in asked:
        named[example.intent].update({mention.concept for mention in example.mentions})
    total = sum(named.values(), Counter[str]())
    main = max(sorted(total), key=total.__getitem__, default="")
    found = {}
    for intent, counts in named.items():
        concept = max(sorted(counts), key=counts.__getitem__, default=main)
        if concept != main and counts[concept] >= _SUBJECT * examples[intent]:
            found[intent] = concept
    return main, found
