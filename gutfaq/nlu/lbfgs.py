"""L-BFGS over arrays of one type: Nocedal and Wright, Numerical Optimization, algorithms 7.4, 7.5.

scipy's own keeps two dozen copies of the weights in double precision and makes a bound of each of
the 2.5 million: two thirds of the time of a fit. See docs/cost.md for the comparison.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import numpy as np

from gutfaq.nlu.embedding import Matrix

Cost = Callable[[Matrix], tuple[float, Matrix]]
"""Returns the value at a point and the slope there, of the point's shape."""

_ENOUGH, _TOO_STEEP = 1e-4, 0.9  # the Wolfe conditions, as the book gives them for quasi-Newton
_STEPS = 20  # halvings or doublings in one line search; two are seldom needed
_FLAT = 1e-10


def minimise(cost: Cost, start: Matrix, *, iterations: int, memory: int = 10) -> Matrix:
    """Return the point where a smooth convex function is least, or as near as the iterations get.

    Args:
        cost: The function; its value never grows from one iteration to the next.
        start: Where to begin; float32.
        iterations: Line searches at most; fewer where the slope is nothing.
        memory: Pairs of steps that stand for the curvature.
    """
    point = start
    value, slope = cost(point)
    pairs: deque[tuple[Matrix, Matrix, float]] = deque(maxlen=memory)
    for _ in range(iterations):
        direction = _direction(slope, pairs)
        if _dot(slope, direction) > -_FLAT:
            break
        step, value, new_slope = _search(cost, point, direction, value, slope)
        if not step:
            break
        moved = np.float32(step) * direction
        point, bent, slope = point + moved, new_slope - slope, new_slope
        curvature = _dot(moved, bent)
        if curvature > _FLAT:
            pairs.append((moved, bent, 1 / curvature))
    return point


def _direction(slope: Matrix, pairs: deque[tuple[Matrix, Matrix, float]]) -> Matrix:
    """Return where to go: the slope turned around and bent by the curvature of the last steps."""
    direction = -slope
    if not pairs:
        return direction / np.float32(max(1.0, float(np.linalg.norm(slope))))
    taken = []
    for moved, bent, inverse in reversed(pairs):
        share = inverse * _dot(moved, direction)
        direction -= np.float32(share) * bent
        taken.append(share)
    _, bent, inverse = pairs[-1]
    direction *= np.float32(1 / (inverse * _dot(bent, bent)))
    for (moved, bent, inverse), share in zip(pairs, reversed(taken), strict=True):
        direction += np.float32(share - inverse * _dot(bent, direction)) * moved
    return direction


def _search(
    cost: Cost, point: Matrix, direction: Matrix, value: float, slope: Matrix
) -> tuple[float, float, Matrix]:
    """Return a step that the Wolfe conditions hold for, and the value and slope after it.

    Where rounding leaves no such step, the longest that is known to lead down, or none.
    """
    falls = _dot(slope, direction)
    low, high, step = 0.0, float("inf"), 1.0
    best = (0.0, value, slope)
    for _ in range(_STEPS):
        there, bent = cost(point + np.float32(step) * direction)
        if not there <= value + _ENOUGH * step * falls:  # nor where it is no number
            high = step
        else:
            low, best = step, (step, there, bent)
            if _dot(bent, direction) >= _TOO_STEEP * falls:
                break
        step = (low + high) / 2 if high < float("inf") else 2 * low
    return best


def _dot(left: Matrix, right: Matrix) -> float:
    return float(np.vdot(left, right))
