"""Word n-grams of a question and of its outline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from scipy import sparse

from gutfaq.nlu.ngrams import View, matrix, view
from gutfaq.nlu.preparing import Prepared

_TOKEN = re.compile(r"[a-z_'<>-]+")
_LONGEST = (2, 3)
"""Words of the longest n-gram, of the question and of its outline."""


class Wording:
    """The n-grams that are known.

    Args:
        views: Those of the question and of its outline.
    """

    def __init__(self, views: Sequence[View]) -> None:
        self._views = views

    def rows(self, questions: Sequence[Prepared]) -> sparse.csr_matrix:
        """Return one row a question; each view of it has length 1."""
        rows = [self._row(question) for question in questions]
        return matrix(rows, sum(len(one) for one in self._views))

    def _row(self, question: Prepared) -> dict[int, float]:
        row: dict[int, float] = {}
        start = 0
        for text, longest, one in zip(_texts(question), _LONGEST, self._views, strict=True):
            row.update(one.columns(_ngrams(text, longest), start))
            start += len(one)
        return row

    def as_list(self) -> list[dict[str, float]]:
        """Return what `of` makes it from again, as plain values."""
        return [one.as_dict() for one in self._views]


def of(views: Sequence[Mapping[str, float]]) -> Wording:
    """Return what `Wording.as_list` told of."""
    return Wording([View(weights) for weights in views])


def fit(questions: Sequence[Prepared]) -> Wording:
    """Return the n-grams of these questions."""
    texts = zip(*(_texts(question) for question in questions), strict=True)
    return Wording(
        [
            view([_ngrams(text, longest) for text in each])
            for each, longest in zip(texts, _LONGEST, strict=True)
        ]
    )


def _texts(question: Prepared) -> tuple[str, str]:
    return question.text, question.outline


def _ngrams(text: str, longest: int) -> Iterable[str]:
    words = _TOKEN.findall(text)
    yield from words
    for length in range(2, longest + 1):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])
