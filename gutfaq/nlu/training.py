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
from gutfaq.nlu.experts import Experts
from gutfaq.nlu.knowledge import Knowledge
from gutfaq.nlu.preparing import Preparation
from gutfaq.nlu.reading import OTHER_LANGUAGE
from gutfaq.nlu.text import normalise


@dataclass(frozen=True, slots=True)
class Strengths:
    """How closely each model fits its examples; docs/understanding.md says how they were chosen."""

    meaning: float = 40.0
    wording: float = 10.0


def learn(
    examples: Sequence[tuple[str, str]],
    abroad: Sequence[tuple[str, str]],
    synonyms: Mapping[str, str],
    quoted: Mapping[str, Sequence[str]],
    encoder: Encoder,
    strengths: Strengths,
) -> tuple[Knowledge, Experts, Abroad]:
    """Return what a reader needs.

    Args:
        examples: Text and intent.
        abroad: The same, in other languages, for the model of letters alone.
        synonyms: Every way to say a concept of the seed, to its canonical term.
        quoted: For each intent with an answer, the sentences it quotes.
        encoder: For the embeddings.
        strengths: See there.
    """
    knowledge = learning.learn(
        examples,
        synonyms,
        quoted,
        english=lexicon.common_words(),
        base_forms=lexicon.base_forms(),
    )
    preparation = Preparation(knowledge)
    experts = models.fit(
        encoder,
        [preparation.prepare(normalise(text)) for text, _ in examples],
        [intent for _, intent in examples],
        meaning_strength=strengths.meaning,
        wording_strength=strengths.wording,
    )
    harmless = [example for example in examples if example[1] == OTHER_LANGUAGE]
    return knowledge, experts, letters.fit([*abroad, *harmless])
