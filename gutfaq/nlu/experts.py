"""Two models that see different things, and their product: meaning and wording.

Meaning: the sentence embedding of a question. Wording: word n-grams of it and of its outline. Each
errs elsewhere; the geometric mean of their probabilities asks for both.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gutfaq.nlu import softmax, wording
from gutfaq.nlu.embedding import Encoder, Matrix
from gutfaq.nlu.preparing import Prepared
from gutfaq.nlu.softmax import Softmax
from gutfaq.nlu.wording import Wording

_SCALE = 3.0
"""How far unit vectors are stretched before the regression."""


@dataclass(frozen=True, slots=True)
class Experts:
    """The two models; their classes are the same, in the same order."""

    meaning: Softmax
    wording: Softmax
    ngrams: Wording

    @property
    def classes(self) -> tuple[str, ...]:
        """The intents, in the order of the probabilities."""
        return self.meaning.classes

    def probabilities(self, encoder: Encoder, questions: Sequence[Prepared]) -> Matrix:
        """Return one row of probabilities a question."""
        meant = self.meaning.probabilities(embed(encoder, questions))
        worded = self.wording.probabilities(self.ngrams.rows(questions))
        product = np.sqrt(meant * worded)
        return np.asarray(product / product.sum(axis=1, keepdims=True), dtype=np.float32)

    def save(self, directory: Path) -> None:
        """Write as arrays and JSON."""
        np.savez_compressed(
            directory / "weights.npz",
            meaning=self.meaning.weights,
            meaning_bias=self.meaning.bias,
            wording=self.wording.weights.astype(np.float16),
            wording_bias=self.wording.bias,
        )
        kept = {"classes": self.classes, "views": self.ngrams.as_list()}
        (directory / "experts.json").write_text(json.dumps(kept), encoding="utf-8")


def load(directory: Path) -> Experts:
    """Return what `Experts.save` wrote."""
    kept = json.loads((directory / "experts.json").read_text(encoding="utf-8"))
    arrays = np.load(directory / "weights.npz", allow_pickle=False)
    classes = tuple(kept["classes"])
    weights = arrays["wording"].astype(np.float32)
    return Experts(
        meaning=Softmax(classes, arrays["meaning"], arrays["meaning_bias"]),
        wording=Softmax(classes, weights, arrays["wording_bias"]),
        ngrams=wording.of(kept["views"]),
    )


def fit(
    encoder: Encoder,
    questions: Sequence[Prepared],
    intents: Sequence[str],
    *,
    meaning_strength: float,
    wording_strength: float,
) -> Experts:
    """Return both models, fitted to the questions and their intents.

    The one of wording is fitted while the encoder still works: neither needs the other.
    """
    ngrams = wording.fit(questions)
    with ThreadPoolExecutor(1) as beside:
        rows = ngrams.rows(questions)
        worded = beside.submit(softmax.fit, rows, intents, strength=wording_strength)
        meaning = softmax.fit(embed(encoder, questions), intents, strength=meaning_strength)
        return Experts(meaning=meaning, wording=worded.result(), ngrams=ngrams)


def embed(encoder: Encoder, questions: Sequence[Prepared]) -> Matrix:
    """Return the embedding of each question."""
    vectors = encoder.encode([question.text for question in questions])
    return np.asarray(vectors * _SCALE, dtype=np.float32)
