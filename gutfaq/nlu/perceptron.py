"""Perceptrons with one hidden layer, a few of which are averaged, kept as plain arrays.

Trained by Adam (Kingma and Ba, 2015, algorithm 1), at a rate that falls to nothing. A regression on
the same embeddings misses more than twice as much: docs/understanding.md has both side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gutfaq.nlu.embedding import Matrix
from gutfaq.nlu.softmax import shares

_BATCH = 256
_RATE = 3e-3
_FIRST, _SECOND = 0.9, 0.999  # of the slope and of its square, how much is kept; as in the paper


@dataclass(frozen=True, slots=True)
class Perceptron:
    """Weights of a few networks, which are the first axis of each array.

    Attributes:
        classes: What is told apart, in the order of the probabilities.
        inner: Networks x features x hidden units.
        inner_bias: Networks x 1 x hidden units.
        outer: Networks x hidden units x classes.
        outer_bias: Networks x 1 x classes.
    """

    classes: tuple[str, ...]
    inner: Matrix
    inner_bias: Matrix
    outer: Matrix
    outer_bias: Matrix

    def probabilities(self, rows: Matrix) -> Matrix:
        """Return one row of probabilities for each row of features: the mean of the networks'."""
        hidden = np.maximum(rows @ self.inner + self.inner_bias, 0)
        each = shares(hidden @ self.outer + self.outer_bias)
        return np.asarray(each.mean(axis=0), dtype=np.float32)

    @property
    def weights(self) -> tuple[Matrix, Matrix, Matrix, Matrix]:
        """The arrays, in the order of the fields."""
        return self.inner, self.inner_bias, self.outer, self.outer_bias


def fit(
    rows: Matrix,
    labels: Sequence[str],
    *,
    hidden: int = 128,
    networks: int = 4,
    steps: int = 2000,
) -> Perceptron:
    """Return networks fitted to the labels of rows; the same for the same input.

    Args:
        rows: One row of features an example, float32.
        labels: One an example.
        hidden: Units of the layer between.
        networks: How many are averaged; they begin at other weights and see the same batches.
        steps: Batches seen at least; the rows are seen the oftener the fewer they are.
    """
    classes, targets = np.unique(np.asarray(labels), return_inverse=True)
    random = np.random.default_rng(0)
    found = Perceptron(
        tuple(str(name) for name in classes),
        _spread(random, networks, rows.shape[1], hidden),
        np.zeros((networks, 1, hidden), dtype=np.float32),
        _spread(random, networks, hidden, len(classes)),
        np.zeros((networks, 1, len(classes)), dtype=np.float32),
    )
    batches = -(-len(targets) // _BATCH)
    rounds = -(-steps // batches)
    adam = _Adam(found.weights, steps=rounds * batches)
    for _ in range(rounds):
        order = random.permutation(len(targets))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            adam.step(_slopes(found, rows[batch], targets[batch]))
    return found


class _Adam:
    """Moves weights, in place, against their slopes."""

    def __init__(self, weights: Sequence[Matrix], steps: int) -> None:
        self._weights = weights
        self._steps = steps
        self._taken = 0
        self._slopes = [np.zeros_like(weight) for weight in weights]
        self._squares = [np.zeros_like(weight) for weight in weights]

    def step(self, slopes: Sequence[Matrix]) -> None:
        """Take one step."""
        rate = _RATE * (1 - self._taken / self._steps)
        self._taken += 1
        rate /= 1 - _FIRST**self._taken
        rare = 1 - _SECOND**self._taken
        for weight, new, slope, square in zip(
            self._weights, slopes, self._slopes, self._squares, strict=True
        ):
            slope += (1 - _FIRST) * (new - slope)
            square += (1 - _SECOND) * (new * new - square)
            weight -= rate * slope / (np.sqrt(square / rare) + 1e-8)


def _slopes(networks: Perceptron, rows: Matrix, targets: Matrix) -> list[Matrix]:
    """Return the slopes of the mean cross-entropy, in the order of `Perceptron.weights`."""
    hidden = np.maximum(rows @ networks.inner + networks.inner_bias, 0)
    missed = shares(hidden @ networks.outer + networks.outer_bias)
    missed[:, np.arange(len(rows)), targets] -= 1
    missed /= len(rows)
    back = missed @ networks.outer.transpose(0, 2, 1) * (hidden > 0)
    return [
        rows.T @ back,
        back.sum(axis=1, keepdims=True),
        hidden.transpose(0, 2, 1) @ missed,
        missed.sum(axis=1, keepdims=True),
    ]


def _spread(random: np.random.Generator, networks: int, into: int, out: int) -> Matrix:
    """Return weights to begin with (Glorot and Bengio, 2010, equation 16)."""
    bound = np.sqrt(6 / (into + out))
    return random.uniform(-bound, bound, (networks, into, out)).astype(np.float32)
