"""A multinomial logistic regression that is kept as plain arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from gutfaq.nlu.embedding import Matrix


@dataclass(frozen=True, slots=True)
class Softmax:
    """Weights of one row a class; `classes` are in the order of the rows."""

    classes: tuple[str, ...]
    weights: Matrix
    bias: Matrix

    def probabilities(self, rows: Matrix) -> Matrix:
        """Return one row of probabilities for each row of features."""
        scores = rows @ self.weights.T + self.bias
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(scores / scores.sum(axis=1, keepdims=True), dtype=np.float32)


def fit(rows: Matrix, labels: Sequence[str], *, strength: float) -> Softmax:
    """Return the regression of labels on rows. The higher the strength, the closer it fits."""
    model = LogisticRegression(C=strength, max_iter=200, tol=1e-3)
    model.fit(np.asarray(rows, dtype=np.float32), np.asarray(labels))
    weights, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        weights, bias = np.vstack([-weights, weights]) / 2, np.hstack([-bias, bias]) / 2
    return Softmax(
        classes=tuple(str(name) for name in model.classes_),
        weights=np.asarray(weights, dtype=np.float32),
        bias=np.asarray(bias, dtype=np.float32),
    )
