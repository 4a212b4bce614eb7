"""Results in figures: by set and kind, what was taken for what, how sure, what went worst."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from statistics import median
from typing import Any

from gutfaq.evaluation.running import Result

OUTCOMES = ("right", "refused", "imprecise", "wrong")
_WORST = 60


def summarise(results: Sequence[Result], coincidences: Iterable[str] = ()) -> dict[str, Any]:
    """Return plain values: the report's content.

    Args:
        results: Of one run.
        coincidences: Ids of cases whose wording is also a training example; `unseen` leaves
            them out.
    """
    known = set(coincidences)
    return {
        "sets": _counted(results, lambda result: result.set),
        "unseen": _counted(
            [result for result in results if result.case_id not in known],
            lambda result: result.set,
        ),
        "kinds": _counted(results, lambda result: f"{result.set} / {result.kind}"),
        "confusion": _confusion(results),
        "confidence": _confidence(results),
        "loss": _loss(results),
        "ms": _times(results),
        "misses": [asdict(result) for result in _worst(results)],
    }


def share(counts: dict[str, Any], outcome: str = "right") -> float:
    """Return what part of a set had this outcome, 0 to 100."""
    return 100.0 * float(counts[outcome]) / max(1, int(counts["turns"]))


def _counted(results: Iterable[Result], key: Any) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for result in results:
        counts[key(result)][result.outcome] += 1
    return {
        name: {"turns": sum(found.values()), **{outcome: found[outcome] for outcome in OUTCOMES}}
        for name, found in sorted(counts.items())
    }


def _confusion(results: Iterable[Result]) -> dict[str, dict[str, int]]:
    """Return, for each kind of question, how often it was taken for which intent."""
    taken: dict[str, Counter[str]] = defaultdict(Counter)
    for result in results:
        taken[f"{result.set} / {result.kind}"][result.intent or "-"] += 1
    return {kind: dict(intents.most_common()) for kind, intents in sorted(taken.items())}


def _confidence(results: Iterable[Result]) -> dict[str, list[int]]:
    """Return, for right and for other turns, how many fall in each tenth of confidence."""
    bins = {"right": [0] * 10, "not right": [0] * 10}
    for result in results:
        if result.confidence is not None:
            tenth = min(9, int(result.confidence * 10))
            bins["right" if result.right else "not right"][tenth] += 1
    return bins


def _loss(results: Sequence[Result]) -> dict[str, dict[str, float]]:
    """Return, for each kind of disturbance, points lost against the clean questions."""
    clean = {result.case_id: result.right for result in results if result.clean_id is None}
    pairs: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for result in results:
        if result.clean_id in clean:
            pairs[result.kind].append((clean[result.clean_id], result.right))
            pairs["all"].append((clean[result.clean_id], result.right))
    return {
        kind: {
            "turns": len(both),
            "clean": 100.0 * sum(before for before, _ in both) / len(both),
            "disturbed": 100.0 * sum(after for _, after in both) / len(both),
        }
        for kind, both in sorted(pairs.items())
    }


def _times(results: Iterable[Result]) -> dict[str, float]:
    times = sorted(result.ms for result in results if result.ms is not None)
    if not times:
        return {}
    return {"median": median(times), "p95": times[int(0.95 * (len(times) - 1))]}


def _worst(results: Iterable[Result]) -> list[Result]:
    """Return the misses: wrong answers first, the surest of them before the rest."""
    rank = {"wrong": 0, "imprecise": 1, "refused": 2}
    misses = [result for result in results if not result.right]
    misses.sort(key=lambda r: (rank.get(r.outcome, 3), -(r.confidence or 0.0), r.case_id, r.turn))
    return misses[:_WORST]
