"""Red flags in other languages: letters in place of words, for the models know English only.

Which language it is does not matter: its n-grams of letters do. The examples are those of
data/nlu/ that say `english: false`, and those of `other_language`, which are harmless.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gutfaq.nlu import softmax
from gutfaq.nlu.ngrams import View, matrix, view
from gutfaq.nlu.softmax import Softmax
from gutfaq.nlu.text import normalise

ENGLISH = "english"
"""The class of English examples, beside the intents of the others."""
SURE_ENGLISH = 0.5
"""Probability from which words that no one knows are misspelt English."""
LIMIT = 0.7
"""Probability of danger from which an alarm is raised. docs/safety.md has the figures."""
_LONGEST = 4
_STRENGTH = 10.0
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Abroad:
    """The model, and the n-grams of letters that it looks at."""

    model: Softmax
    letters: View

    def alarm(self, text: str, among: Sequence[str]) -> tuple[str, float] | None:
        """Return the likeliest intent of `among` and the probability of all of them, if enough."""
        likely = self._likely(text)
        alarms = {intent: likely[intent] for intent in among if intent in likely}
        danger = sum(alarms.values())
        return (max(alarms, key=alarms.__getitem__), danger) if danger >= LIMIT else None

    def is_english(self, text: str) -> bool:
        """Return whether the letters are those of English, however it is spelt."""
        return self._likely(text).get(ENGLISH, 0.0) >= SURE_ENGLISH

    def _likely(self, text: str) -> dict[str, float]:
        row = matrix([self.letters.columns(_ngrams(text))], len(self.letters))
        likely = self.model.probabilities(row)[0]
        return dict(zip(self.model.classes, map(float, likely), strict=True))

    def save(self, directory: Path) -> None:
        """Write as arrays and JSON."""
        weights = self.model.weights.astype(np.float16)
        np.savez_compressed(directory / "abroad.npz", weights=weights, bias=self.model.bias)
        kept = {"classes": self.model.classes, "letters": self.letters.as_dict()}
        (directory / "abroad.json").write_text(json.dumps(kept), encoding="utf-8")


def load(directory: Path) -> Abroad:
    """Return what `Abroad.save` wrote."""
    kept = json.loads((directory / "abroad.json").read_text(encoding="utf-8"))
    arrays = np.load(directory / "abroad.npz", allow_pickle=False)
    weights = arrays["weights"].astype(np.float32)
    return Abroad(Softmax(tuple(kept["classes"]), weights, arrays["bias"]), View(kept["letters"]))


def fit(examples: Sequence[tuple[str, str]]) -> Abroad:
    """Return the model of these texts and their intents."""
    letters = view([_ngrams(text) for text, _ in examples])
    rows = matrix([letters.columns(_ngrams(text)) for text, _ in examples], len(letters))
    return Abroad(
        softmax.fit(rows, [intent for _, intent in examples], strength=_STRENGTH), letters
    )


def _ngrams(text: str) -> Iterable[str]:
    spaced = f" {' '.join(_WORDS.findall(normalise(text).lower()))} "
    for length in range(1, _LONGEST + 1):
        for start in range(len(spaced) - length + 1):
            yield spaced[start : start + length]
