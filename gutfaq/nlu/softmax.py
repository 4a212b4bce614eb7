"""A multinomial logistic regression that is kept as plain arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from gutfaq.nlu.embedding import Matrix

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
        return _softmax(rows @ self.weights + self.bias)


def fit(rows: Rows, labels: Sequence[str], *, strength: float, iterations: int = 60) -> Softmax:
    """Return the regression of labels on rows. The higher the strength, the closer it fits."""
    classes, targets = np.unique(np.asarray(labels), return_inverse=True)
    truth = np.eye(len(classes), dtype=np.float32)[targets]
    shape = (len(classes), rows.shape[1] + 1)

    def cost(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(shape).astype(np.float32)
        likely = _softmax(rows @ weights[:, :-1].T + weights[:, -1])
        missed = np.log(np.maximum(likely[np.arange(len(targets)), targets], 1e-12))
        penalty = weights.copy()
        penalty[:, -1] = 0
        off = likely - truth
        slope = np.hstack([(rows.T @ off).T, off.sum(axis=0)[:, None]]) * strength + penalty
        value = -strength * float(missed.sum(dtype=np.float64)) + 0.5 * float((penalty**2).sum())
        return value, slope.ravel().astype(np.float64)

    found: Any = minimize(
        cost,
        np.zeros(shape[0] * shape[1]),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": iterations, "maxcor": 10},
    )
    weights = np.ascontiguousarray(found.x.reshape(shape).T.astype(np.float32))
    return Softmax(tuple(str(name) for name in classes), weights[:-1], weights[-1])


def _softmax(scores: Matrix) -> Matrix:
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(scores / scores.sum(axis=1, keepdims=True), dtype=np.float32)
