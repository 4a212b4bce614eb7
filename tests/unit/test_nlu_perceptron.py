"""The perceptron's slopes are those of its cost, and it learns what no regression can."""

from __future__ import annotations

import numpy as np
import pytest

from gutfaq.nlu import perceptron, softmax
from gutfaq.nlu.perceptron import Perceptron

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=np.float32)


def small_networks(random):
    """Return two networks of 3 features, 5 hidden units and 4 classes."""
    shapes = ((2, 3, 5), (2, 1, 5), (2, 5, 4), (2, 1, 4))
    return Perceptron(tuple("abcd"), *(random.normal(size=shape) for shape in shapes))


@pytest.mark.parametrize("field", range(4))
def test_slopes_are_those_of_the_cost(field):
    """Each slope is how much the cost changes when a weight moves a little."""
    random = np.random.default_rng(3)
    networks, rows = small_networks(random), random.normal(size=(7, 3))
    targets = random.integers(0, 4, size=7)

    def cost():
        hidden = np.maximum(rows @ networks.inner + networks.inner_bias, 0)
        scores = hidden @ networks.outer + networks.outer_bias
        log_sum = np.log(np.exp(scores).sum(axis=-1))
        return float((log_sum - scores[:, np.arange(7), targets]).mean(axis=1).sum())

    slopes = perceptron._slopes(networks, rows, targets)[field]
    weights = networks.weights[field]
    for index in np.ndindex(weights.shape):
        kept, step = weights[index], 1e-5
        weights[index] = kept + step
        above = cost()
        weights[index] = kept - step
        below = cost()
        weights[index] = kept
        assert slopes[index] == pytest.approx((above - below) / (2 * step), abs=1e-5)


def test_what_no_regression_can_is_learned_and_the_same_each_time():
    """Of two features exactly one: fitted twice, the networks tell it and are the same."""
    rows = np.repeat(CORNERS, 200, axis=0)
    labels = ["one" if a != b else "other" for a, b in rows]
    fitted = [perceptron.fit(rows, labels, hidden=16, steps=400) for _ in range(2)]
    for first, second in zip(*(networks.weights for networks in fitted), strict=True):
        assert np.array_equal(first, second)
    told = fitted[0].probabilities(CORNERS)
    assert [fitted[0].classes[best] for best in told.argmax(axis=1)] == [
        "other",
        "one",
        "one",
        "other",
    ]
    assert told.sum(axis=1) == pytest.approx(1.0)
    flat = softmax.fit(rows, labels, strength=10.0).probabilities(CORNERS)
    assert np.abs(flat - 0.5).max() < 0.01


def test_probabilities_are_the_mean_of_the_networks():
    """Two networks say what each says alone, halved and added."""
    networks = small_networks(np.random.default_rng(5))
    alone = [
        Perceptron(networks.classes, *(weight[n : n + 1] for weight in networks.weights))
        for n in range(2)
    ]
    rows = np.random.default_rng(6).normal(size=(4, 3)).astype(np.float32)
    each = [one.probabilities(rows) for one in alone]
    assert networks.probabilities(rows) == pytest.approx((each[0] + each[1]) / 2, abs=1e-6)
