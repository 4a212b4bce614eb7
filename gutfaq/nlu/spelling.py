"""Spelling: words nobody knows become the word of the examples that they nearly are."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

_WORD = re.compile(r"[A-Za-z][A-Za-z']{3,}")
_SHORTEST = 4
_COMMONER = 4.0
"""How much likelier (log) the correction must be than a rare English word as it stands."""
_RARE = -14.0


class Speller:
    """Corrects towards a vocabulary; a word of it, or a fairly common English word, stays.

    Args:
        vocabulary: Words of the training examples and how often each occurs.
        english: Log probability of English words.
        never: Words that are neither corrected nor corrected to, such as red flags.
    """

    def __init__(
        self,
        vocabulary: Mapping[str, int],
        english: Mapping[str, float],
        never: Collection[str] = (),
    ) -> None:
        self._known = set(vocabulary) | set(never)
        self._english = english
        self._count = vocabulary
        self._by_initial: dict[str, list[str]] = {}
        for word in sorted(vocabulary):
            if len(word) >= _SHORTEST and word not in never:
                self._by_initial.setdefault(word[0], []).append(word)
        self._found: dict[str, str] = {}

    def correct(self, text: str) -> str:
        """Return the text with each unknown word replaced by the nearest known one, if near."""
        return _WORD.sub(lambda match: self._correct(match[0]), text)

    def _correct(self, word: str) -> str:
        lower = word.lower()
        if lower in self._known or self._english.get(lower, -99.0) > _RARE:
            return word
        if lower not in self._found:
            if len(self._found) > 5000:
                self._found.clear()
            self._found[lower] = self._nearest(lower)
        return self._found[lower]

    def _nearest(self, word: str) -> str:
        reach = 1 if len(word) < 7 else 2
        candidates = self._by_initial.get(word[0], []) + self._by_initial.get(word[1], [])
        near = extract(
            word, candidates, scorer=OSA.distance, score_cutoff=reach, limit=5, processor=None
        )
        if not near:
            return word
        best = min(near, key=lambda hit: (hit[1], -self._count[hit[0]], hit[0]))[0]
        mine, theirs = self._english.get(word, -99.0), self._english.get(best, -16.0)
        return best if theirs - mine >= _COMMONER else word
