"""The regression finds the minimum that the textbook's function has, as scipy's own does."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import minimize, rosen, rosen_der

from gutfaq.nlu.lbfgs import minimise
from gutfaq.nlu.softmax import fit


def rosenbrock(point):
    """Return value and slope of Rosenbrock's valley, whose least is 0 at (1, 1)."""
    return float(rosen(point)), np.asarray(rosen_der(point), dtype=np.float32)


def test_a_bent_valley_is_followed_to_its_end():
    """Rosenbrock's function, from where everybody starts it."""
    found = minimise(rosenbrock, np.array([-1.2, 1.0], dtype=np.float32), iterations=200)
    assert np.allclose(found, 1.0, atol=1e-2)


def test_the_value_never_grows():
    """Each further iteration ends at least as low as the one before."""
    start = np.array([-1.2, 1.0], dtype=np.float32)
    values = [rosenbrock(minimise(rosenbrock, start, iterations=n))[0] for n in range(40)]
    assert values == sorted(values, reverse=True)
    assert values[-1] < values[0] / 1000


def test_nothing_is_done_where_it_is_flat():
    """A point without a slope is the answer."""
    start = np.array([1.0, 1.0], dtype=np.float32)
    assert np.array_equal(minimise(rosenbrock, start, iterations=5), start)


@pytest.mark.parametrize("layout", [np.asarray, sparse.csr_matrix])
def test_the_regression_is_where_scipy_says(layout):
    """Weights and bias of a small problem equal scipy's minimum, dense or sparse."""
    random = np.random.default_rng(7)
    rows = random.normal(size=(60, 4)).astype(np.float32)
    labels = [f"class {index}" for index in (rows[:, 0] > 0) * 1 + (rows[:, 1] > 0.5) * 1]
    fitted = fit(layout(rows), labels, strength=3.0, iterations=200)
    names, targets = np.unique(labels, return_inverse=True)

    def cost(flat):
        weights = flat.reshape(5, len(names))
        scores = rows @ weights[:-1] + weights[-1]
        log_sum = np.log(np.exp(scores).sum(axis=1))
        missed = (log_sum - scores[np.arange(60), targets]).sum()
        return 3.0 * missed + 0.5 * (weights[:-1] ** 2).sum()

    scipys = minimize(cost, np.zeros(5 * len(names)), method="L-BFGS-B").x.reshape(5, -1)
    assert fitted.classes == tuple(names)
    assert np.allclose(fitted.weights, scipys[:-1], atol=0.02)
    ours, theirs = fitted.bias - fitted.bias.mean(), scipys[-1] - scipys[-1].mean()
    assert np.allclose(ours, theirs, atol=0.02)
