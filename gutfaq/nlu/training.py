"""From training data to a reader, without Rasa: what the component and the evaluation share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gutfaq.nlu import abroad as letters
from gutfaq.nlu import experts as models
from gutfaq.nlu import knowledge as learning
from gutfaq.nlu import lexicon
from gutfaq.nlu.abroad import Abroad
from gutfaq.nlu.embedding import Encoder
from gutfaq.nlu.experts import Experts, Strengths
from gutfaq.nlu.knowledge import Knowledge
from gutfaq.nlu.preparing import Preparation
from gutfaq.nlu.reading import HARMLESS
from gutfaq.nlu.text import normalise

ENGLISH_TEXTS = 4000
"""English examples that the model of letters tells the other languages from."""


@dataclass(frozen=True, slots=True)
class Example:
    """A message to learn from.

    Attributes:
        text: As it would be typed.
        intent: What it asks.
        tier: How grave what it tells is, a tier of `gutfaq.safety`; else `HARMLESS`.
        english: False for the model of letters, which is for all other languages.
        asks: False where only the tier is to be learned from it.
    """

    text: str
    intent: str
    tier: str = HARMLESS
    english: bool = True
    asks: bool = True


def learn(
    examples: Sequence[Example],
    synonyms: Mapping[str, str],
    quoted: Mapping[str, Sequence[str]],
    encoder: Encoder,
    strengths: Strengths,
) -> tuple[Knowledge, Experts, Abroad]:
    """Return what a reader needs.

    Args:
        examples: See there.
        synonyms: Every way to say a concept of the seed, to its canonical term.
        quoted: For each intent with an answer, the sentences it quotes.
        encoder: For the embeddings.
        strengths: See there.
    """
    english = [example for example in examples if example.english]
    knowledge = learning.learn(
        [(example.text, example.intent) for example in english if example.asks],
        synonyms,
        quoted,
        english=lexicon.common_words(),
        base_forms=lexicon.base_forms(),
    )
    preparation = Preparation(knowledge)
    experts = models.fit(
        encoder,
        [preparation.prepare(normalise(example.text)) for example in english],
        [example.intent if example.asks else None for example in english],
        [example.tier for example in english],
        strengths,
    )
    others = [each for each in examples if not each.english or each.intent in learning.NOT_ENGLISH]
    told = [(each.text, each.intent) for each in others]
    known = [each.text for each in english if each.intent not in learning.NOT_ENGLISH]
    told += [(text, letters.ENGLISH) for text in known[:: len(known) // ENGLISH_TEXTS + 1]]
    return knowledge, experts, letters.fit(told)
