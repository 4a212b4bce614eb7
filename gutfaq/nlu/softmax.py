"""A multinomial logistic regression that is kept as plain arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gutfaq.nlu.embedding import Matrix
from gutfaq.nlu.lbfgs import minimise

Rows = Any
"""Features of one question a row: a numpy matrix, or a sparse one of scipy."""


@dataclass(frozen=True, slots=True)
class Softmax:
    """Weights of one row a feature, laid out so, and one column a class, in order of `classes`."""

    classes: tuple[str, ...]
    weights: Matrix
    bias: Matrix

    def probabilities(self, rows: Rows) -> Matrix:
        """Return one row of probabilities for each row of features."""
        return shares(rows @ self.weights + self.bias)


def fit(rows: Rows, labels: Sequence[str], *, strength: float, iterations: int = 60) -> Softmax:
    """Return the regression of labels on rows. The higher the strength, the closer it fits."""
    classes, targets = np.unique(np.asarray(labels), return_inverse=True)
    true = (np.arange(len(targets)), targets)
    columns = rows.T if isinstance(rows, np.ndarray) else rows.T.tocsr()

    def cost(point: Matrix) -> tuple[float, Matrix]:
        """Return cost and slope; the last row of the point is the bias, which nothing shrinks."""
        likely = shares(rows @ point[:-1] + point[-1])
        missed = np.log(np.maximum(likely[true], 1e-12))
        shrunk = float(np.vdot(point[:-1], point[:-1]))
        value = 0.5 * shrunk - strength * float(missed.sum(dtype=np.float64))
        likely[true] -= 1
        slope = np.vstack([columns @ likely, likely.sum(axis=0)[None]]) * np.float32(strength)
        slope[:-1] += point[:-1]
        return value, slope

    start = np.zeros((rows.shape[1] + 1, len(classes)), dtype=np.float32)
    found = minimise(cost, start, iterations=iterations)
    return Softmax(tuple(str(name) for name in classes), found[:-1], found[-1])


def shares(scores: Matrix) -> Matrix:
    """Return the probabilities that scores along the last axis stand for."""
    scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(scores / scores.sum(axis=-1, keepdims=True), dtype=np.float32)
