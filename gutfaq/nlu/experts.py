"""Two models that see different things, and their product: meaning and wording.

Meaning: the sentence embedding of a question. Wording: word n-grams of it and of its outline. Each
errs elsewhere; the geometric mean of their probabilities asks for both.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from gutfaq.nlu import softmax
from gutfaq.nlu.embedding import Encoder, Matrix
from gutfaq.nlu.preparing import Prepared
from gutfaq.nlu.softmax import Softmax

_SCALE = 3.0
"""How far unit vectors are stretched before the regression."""


class Wording:
    """Word n-grams of a question (1 to 2) and of its outline (1 to 3), weighted by TF-IDF."""

    def __init__(self) -> None:
        self._views = (_vectorizer(2), _vectorizer(3))

    def fit(self, questions: Sequence[Prepared]) -> None:
        """Take the n-grams that stand in two questions at least."""
        self._views[0].fit(question.text for question in questions)
        self._views[1].fit(question.outline for question in questions)

    def rows(self, questions: Sequence[Prepared]) -> sparse.csr_matrix:
        """Return one row a question."""
        text = self._views[0].transform([question.text for question in questions])
        outline = self._views[1].transform([question.outline for question in questions])
        return sparse.hstack([text, outline]).tocsr().astype(np.float32)

    def as_dict(self) -> list[dict[str, object]]:
        """Return the n-grams and their weights as plain values."""
        return [
            {
                "ngrams": sorted(view.vocabulary_, key=view.vocabulary_.__getitem__),
                "idf": [round(float(weight), 4) for weight in view.idf_],
            }
            for view in self._views
        ]

    @classmethod
    def from_dict(cls, views: list[dict[str, list[object]]]) -> Wording:
        """Return what `as_dict` gave."""
        wording = cls()
        wording._views = (_vectorizer(2), _vectorizer(3))
        for view, kept in zip(wording._views, views, strict=True):
            view.vocabulary_ = {ngram: index for index, ngram in enumerate(kept["ngrams"])}
            view.idf_ = np.array(kept["idf"])
        return wording


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
        meaning = self.meaning.probabilities(embed(encoder, questions))
        wording = self.wording.probabilities(self.ngrams.rows(questions))
        product = np.sqrt(meaning * wording)
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
        kept = {"classes": self.classes, "views": self.ngrams.as_dict()}
        (directory / "experts.json").write_text(json.dumps(kept), encoding="utf-8")


def load(directory: Path) -> Experts:
    """Return what `Experts.save` wrote."""
    kept = json.loads((directory / "experts.json").read_text(encoding="utf-8"))
    arrays = np.load(directory / "weights.npz", allow_pickle=False)
    classes = tuple(kept["classes"])
    # By columns: scipy copies the other order, all of it, at every question.
    wording = np.asfortranarray(arrays["wording"].astype(np.float32))
    return Experts(
        meaning=Softmax(classes, arrays["meaning"], arrays["meaning_bias"]),
        wording=Softmax(classes, wording, arrays["wording_bias"]),
        ngrams=Wording.from_dict(kept["views"]),
    )


def fit(
    encoder: Encoder,
    questions: Sequence[Prepared],
    intents: Sequence[str],
    *,
    meaning_strength: float,
    wording_strength: float,
) -> Experts:
    """Return both models, fitted to the questions and their intents."""
    ngrams = Wording()
    ngrams.fit(questions)
    return Experts(
        meaning=softmax.fit(embed(encoder, questions), intents, strength=meaning_strength),
        wording=softmax.fit(ngrams.rows(questions), intents, strength=wording_strength),
        ngrams=ngrams,
    )


def embed(encoder: Encoder, questions: Sequence[Prepared]) -> Matrix:
    """Return the embedding of each question."""
    vectors = encoder.encode([question.text for question in questions])
    return np.asarray(vectors * _SCALE, dtype=np.float32)


def _vectorizer(longest: int) -> TfidfVectorizer:
    return TfidfVectorizer(
        ngram_range=(1, longest), sublinear_tf=True, token_pattern=r"[a-z_'<>-]+", min_df=2
    )
