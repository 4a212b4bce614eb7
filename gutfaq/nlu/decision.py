"""From probabilities to one intent: what may be answered, and what is refused and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gutfaq.nlu.embedding import Matrix
from gutfaq.nlu.reading import ALARMS, NOT_IN_TEXT, PartReading

MOST_READINGS = 5
RESOLVED, SURE_RESOLVED = "report_resolved", 0.6
"""The intent that ends an alarm, and the probability it needs: a reminder too many harms nobody."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Probabilities, 0 to 1.

    Attributes:
        answer: What all answers together need at least for one of them to be given.
        rival: What share of the best answer's probability another needs, to be given in its
            stead because it names the specific that was asked about.
        margin: How close a second answer is that makes the first ambiguous.
    """

    answer: float = 0.45
    rival: float = 0.1
    margin: float = 0.08


class Judge:
    """Decides with what is known of the answers.

    Args:
        classes: The intents, in the order of the probabilities.
        answers: Those that quote the text.
        fits: For a specific, the intents whose answer names it.
        against: For an intent, the ways in which its questions do not go.
        limits: See there.
    """

    def __init__(
        self,
        classes: Sequence[str],
        answers: Sequence[str],
        fits: Mapping[str, Sequence[str]],
        against: Mapping[str, Sequence[str]],
        limits: Limits,
    ) -> None:
        self._classes = tuple(classes)
        self._answers = [i for i, name in enumerate(classes) if name in set(answers)]
        spoken = set(answers) | set(ALARMS)
        self._others = [i for i, name in enumerate(classes) if name not in spoken]
        self._fits = {specific: frozenset(intents) for specific, intents in fits.items()}
        self._against = against
        self._limits = limits

    def decide(
        self,
        shown: str,
        specifics: Sequence[str],
        way: str | None,
        row: Matrix,
    ) -> PartReading:
        """Return the reading of one question, which raises no alarm.

        Args:
            shown: Its words, for display.
            specifics: The concepts it names, topics left out.
            way: Which way it goes; see `direction`.
            row: The probabilities.
        """
        order = np.argsort(-row, kind="stable")[:MOST_READINGS]
        ranking = tuple((self._classes[i], round(float(row[i]), 4)) for i in order)
        intent, confidence, reason = self._choose(specifics, way, row)
        answers = np.sort(row[self._answers])[::-1]
        close = bool(
            intent in {self._classes[i] for i in self._answers}
            and len(answers) > 1
            and answers[0] - answers[1] < self._limits.margin
        )
        return PartReading(
            shown, intent, round(confidence, 4), ranking, tuple(specifics), reason, close
        )

    def _choose(
        self, specifics: Sequence[str], way: str | None, row: Matrix
    ) -> tuple[str, float, str]:
        total = float(row[self._answers].sum())
        other = max(self._others, key=lambda i: self._weight(i, row))
        best = max(self._answers, key=lambda i: float(row[i]))
        fits = bool(specifics) and self._fit(specifics, way, best)
        if total < self._limits.answer:
            reason = "model" if row[other] > total else "too uncertain to answer"
            return self._classes[other], float(row[other]), reason
        if fits or not specifics:
            return self._classes[best], total, "model"
        fitting = [i for i in self._answers if self._fit(specifics, way, i)]
        second = max(fitting, key=lambda i: float(row[i]), default=best)
        if second != best and row[second] >= self._limits.rival * row[best]:
            return self._classes[second], total, f"the answer that names {specifics[0]}"
        return NOT_IN_TEXT, 1.0 - total, f"the text does not say this of {specifics[0]}"

    def _weight(self, index: int, row: Matrix) -> float:
        """Return how likely an intent is; that an alarm is over must be said clearly."""
        likely = float(row[index])
        return likely if self._classes[index] != RESOLVED or likely >= SURE_RESOLVED else 0.0

    def _fit(self, specifics: Sequence[str], way: str | None, index: int) -> bool:
        """Return whether an answer names a specific, and is asked in this way."""
        intent = self._classes[index]
        if way is not None and way in self._against.get(intent, ()):
            return False
        return any(intent in self._fits.get(specific, ()) for specific in specifics)
