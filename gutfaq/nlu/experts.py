"""What a question asks, and how grave what it tells is: a pair of models for each.

A pair sees different things: the meaning, a sentence embedding, and the wording, word n-grams of
the question and of its outline. Each errs elsewhere; the geometric mean of their probabilities
asks for both. Both pairs look at the same rows, so the second costs a matrix product.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from gutfaq.nlu import ahead, kept, perceptron, softmax, wording
from gutfaq.nlu.embedding import Encoder, Matrix
from gutfaq.nlu.perceptron import Perceptron
from gutfaq.nlu.preparing import Prepared
from gutfaq.nlu.softmax import Rows, Softmax
from gutfaq.nlu.wording import Wording

_SCALE = 3.0
"""How far unit vectors are stretched before the networks."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A model of meaning and one of wording, with the same classes in the same order."""

    meaning: Perceptron
    wording: Softmax

    @property
    def classes(self) -> tuple[str, ...]:
        """What is told apart, in the order of the probabilities."""
        return self.meaning.classes

    def probabilities(self, meant: Matrix, worded: Rows) -> Matrix:
        """Return one row of probabilities for each row of embeddings and of n-grams."""
        likely = self.meaning.probabilities(meant) * self.wording.probabilities(worded)
        product = np.sqrt(likely)
        return np.asarray(product / product.sum(axis=1, keepdims=True), dtype=np.float32)

    def arrays(self, name: str) -> dict[str, Matrix]:
        """Return what to keep."""
        layers = {f"{name}_meaning_{i}": layer for i, layer in enumerate(self.meaning.weights)}
        return layers | {
            f"{name}_wording": self.wording.weights.astype(np.float16),
            f"{name}_wording_bias": self.wording.bias,
        }


@dataclass(frozen=True, slots=True)
class Experts:
    """The two pairs, and the n-grams that they look at."""

    intents: Pair
    tiers: Pair
    ngrams: Wording

    @property
    def classes(self) -> tuple[str, ...]:
        """The intents, in the order of their probabilities."""
        return self.intents.classes

    @property
    def grades(self) -> tuple[str, ...]:
        """The tiers of `gutfaq.safety` and `none`, in the order of their probabilities."""
        return self.tiers.classes

    def probabilities(
        self, encoder: Encoder, questions: Sequence[Prepared]
    ) -> tuple[Matrix, Matrix]:
        """Return one row of probabilities a question: of the intents, and of the tiers."""
        meant, worded = embed(encoder, questions), self.ngrams.rows(questions)
        return self.intents.probabilities(meant, worded), self.tiers.probabilities(meant, worded)

    def save(self, directory: Path) -> None:
        """Write as arrays and JSON."""
        arrays = self.intents.arrays("intents") | self.tiers.arrays("tiers")
        np.savez_compressed(directory / "weights.npz", **arrays)
        kept = {
            "intents": self.classes,
            "tiers": self.grades,
            "views": self.ngrams.as_list(),
        }
        (directory / "experts.json").write_text(json.dumps(kept), encoding="utf-8")


def load(directory: Path) -> Experts:
    """Return what `Experts.save` wrote."""
    kept = json.loads((directory / "experts.json").read_text(encoding="utf-8"))
    arrays = np.load(directory / "weights.npz", allow_pickle=False)
    return Experts(
        intents=_pair("intents", kept, arrays),
        tiers=_pair("tiers", kept, arrays),
        ngrams=wording.of(kept["views"]),
    )


def _pair(name: str, kept: dict[str, Any], arrays: Any) -> Pair:
    classes = tuple(kept[name])
    worded = arrays[f"{name}_wording"].astype(np.float32)
    return Pair(
        meaning=Perceptron(classes, *(arrays[f"{name}_meaning_{i}"] for i in range(4))),
        wording=Softmax(classes, worded, arrays[f"{name}_wording_bias"]),
    )


@dataclass(frozen=True, slots=True)
class Strengths:
    """How closely the models of wording fit; docs/understanding.md says how this was chosen."""

    wording: float = 10.0
    tier_wording: float = 30.0


def fit(
    encoder: Encoder,
    questions: Sequence[Prepared],
    intents: Sequence[str | None],
    tiers: Sequence[str],
    strengths: Strengths,
) -> Experts:
    """Return both pairs, fitted to the questions.

    The encoder works while the models of wording are fitted: neither needs the other. Texts of an
    earlier training need no encoder. Each fit has one thread of linear algebra: two that share the
    cores with as many threads each take twice as long.

    Args:
        encoder: For the embeddings.
        questions: The examples.
        intents: What each asks; None for those that only teach how grave a thing is.
        tiers: How grave it is; `none` for most.
        strengths: See there.
    """
    texts = [question.text for question in questions]
    asking = [index for index, intent in enumerate(intents) if intent is not None]
    asked = [intent for intent in intents if intent is not None]
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(3) as beside:
        embedded = beside.submit(_embedded, encoder, texts)
        ngrams = wording.fit(questions)
        rows = ngrams.rows(questions)
        worded = beside.submit(softmax.fit, rows[asking], asked, strength=strengths.wording)
        graded = beside.submit(softmax.fit, rows, tiers, strength=strengths.tier_wording)
        meant = embedded.result() * np.float32(_SCALE)
        told = beside.submit(perceptron.fit, meant, tiers)
        return Experts(
            intents=Pair(perceptron.fit(meant[asking], asked), worded.result()),
            tiers=Pair(told.result(), graded.result()),
            ngrams=ngrams,
        )


def _embedded(encoder: Encoder, texts: Sequence[str]) -> Matrix:
    return kept.encode(encoder, texts, kept.default_file(), ahead.finish())


def embed(encoder: Encoder, questions: Sequence[Prepared]) -> Matrix:
    """Return the embedding of each question."""
    vectors = encoder.encode([question.text for question in questions])
    return np.asarray(vectors * _SCALE, dtype=np.float32)
