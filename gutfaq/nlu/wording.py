"""Word n-grams of a question and of its outline, weighted by TF-IDF.

Our own few lines, because a question is one row: scikit-learn's vectorizer checks and copies for
several milliseconds what takes a fraction of one.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from scipy import sparse

from gutfaq.nlu.preparing import Prepared

_TOKEN = re.compile(r"[a-z_'<>-]+")
_LONGEST = (2, 3)
"""Words of the longest n-gram, of the question and of its outline."""
_ENOUGH = 2
"""Questions that an n-gram stands in at least."""


class Wording:
    """The n-grams that are known, and how much each weighs.

    Args:
        views: For the question and for its outline, each n-gram and its inverse document frequency.
    """

    def __init__(self, views: Sequence[dict[str, float]]) -> None:
        self._views = [
            {ngram: (index, weight) for index, (ngram, weight) in enumerate(sorted(view.items()))}
            for view in views
        ]
        self._sizes = [len(view) for view in self._views]

    def rows(self, questions: Sequence[Prepared]) -> sparse.csr_matrix:
        """Return one row a question; each view of it has length 1."""
        ends, columns, values = [0], list[int](), list[float]()
        for question in questions:
            found = self.row(question)
            columns.extend(found)
            values.extend(found.values())
            ends.append(len(columns))
        shape = (len(questions), sum(self._sizes))
        return sparse.csr_matrix((np.array(values, dtype=np.float32), columns, ends), shape=shape)

    def row(self, question: Prepared) -> dict[int, float]:
        """Return the columns of one question that are not zero."""
        row: dict[int, float] = {}
        start = 0
        for text, longest, view, size in zip(
            (question.text, question.outline), _LONGEST, self._views, self._sizes, strict=True
        ):
            found = {}
            for ngram, count in Counter(_ngrams(text, longest)).items():
                if ngram in view:
                    index, weight = view[ngram]
                    found[start + index] = weight * (1.0 + math.log(count))
            length = math.sqrt(sum(value * value for value in found.values())) or 1.0
            row.update((index, value / length) for index, value in found.items())
            start += size
        return row

    def as_list(self) -> list[dict[str, float]]:
        """Return what to make it from again, as plain values."""
        return [
            {ngram: round(weight, 4) for ngram, (_, weight) in view.items()} for view in self._views
        ]


def fit(questions: Sequence[Prepared]) -> Wording:
    """Return the n-grams that stand in two questions at least, weighted by how rare they are."""
    texts = [question.text for question in questions]
    outlines = [question.outline for question in questions]
    pairs = zip((texts, outlines), _LONGEST, strict=True)
    return Wording([_rarity(view, longest) for view, longest in pairs])


def _rarity(texts: Sequence[str], longest: int) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(_ngrams(text, longest)))
    return {
        ngram: math.log((1 + len(texts)) / (1 + count)) + 1.0
        for ngram, count in counts.items()
        if count >= _ENOUGH
    }


def _ngrams(text: str, longest: int) -> Iterable[str]:
    words = _TOKEN.findall(text)
    yield from words
    for length in range(2, longest + 1):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])
