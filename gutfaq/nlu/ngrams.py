"""Counts of n-grams as rows of a matrix, weighted by TF-IDF.

Our own few lines, because a message is one row: scikit-learn's vectorizer checks and copies for
several milliseconds what takes a fraction of one.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from scipy import sparse

_ENOUGH = 3
"""Texts that an n-gram stands in at least."""


class View:
    """The n-grams of one view of a text that are known, and how much each weighs.

    Args:
        weights: The inverse document frequency of each n-gram.
    """

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._known = {
            ngram: (index, weight) for index, (ngram, weight) in enumerate(sorted(weights.items()))
        }

    def __len__(self) -> int:
        return len(self._known)

    def columns(self, ngrams: Iterable[str], start: int = 0) -> dict[int, float]:
        """Return the columns, from `start` on, that are not zero; as a vector its length is 1."""
        found = {}
        for ngram, count in Counter(ngrams).items():
            if ngram in self._known:
                index, weight = self._known[ngram]
                found[start + index] = weight * (1.0 + math.log(count))
        length = math.sqrt(sum(value * value for value in found.values())) or 1.0
        return {index: value / length for index, value in found.items()}

    def as_dict(self) -> dict[str, float]:
        """Return what to make it from again, as plain values."""
        return {ngram: round(weight, 4) for ngram, (_, weight) in self._known.items()}


def view(texts: Sequence[Iterable[str]]) -> View:
    """Return the n-grams that stand in enough of the texts, weighted by how rare they are."""
    counts: Counter[str] = Counter()
    for ngrams in texts:
        counts.update(set(ngrams))
    return View(
        {
            ngram: math.log((1 + len(texts)) / (1 + count)) + 1.0
            for ngram, count in counts.items()
            if count >= _ENOUGH
        }
    )


def matrix(rows: Sequence[Mapping[int, float]], width: int) -> sparse.csr_matrix:
    """Return one row for each mapping of columns to values."""
    ends, columns, values = [0], list[int](), list[float]()
    for row in rows:
        columns.extend(row)
        values.extend(row.values())
        ends.append(len(columns))
    shape = (len(rows), width)
    return sparse.csr_matrix((np.array(values, dtype=np.float32), columns, ends), shape=shape)
