"""Spelling: words nobody knows become the word of the examples that they nearly are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

_WORD = re.compile(r"[A-Za-z][A-Za-z']{2,}")
_SHORTEST, _SHORT = 3, 4
_FREQUENT = 300
"""How often the examples have the word that one of fewer than `_SHORT` letters is taken for."""
_USUAL = 5
"""Examples from which on a word is no typing error, English or not."""
_OFTENER = 10
"""How many times as often the examples have the word that one of theirs is taken for."""
_COMMONER = 4.0
"""How much likelier (log) the correction must be than a rare English word as it stands."""
_RARE = -14.0
_MISSPELT = 2
"""Letters by which a synonym that is no English word is a misspelling of the concept's word."""


class Speller:
    """Corrects towards a vocabulary; a usual word of it, or a common English one, stays.

    Args:
        vocabulary: Words of the training examples and how often each occurs.
        english: Log probability of English words.
        synonyms: Every way to say a concept, to its canonical term; some are misspellings of it.
    """

    def __init__(
        self,
        vocabulary: Mapping[str, int],
        english: Mapping[str, float],
        synonyms: Mapping[str, str] | None = None,
    ) -> None:
        self._english = english
        self._misspelt = dict(self._misspellings(synonyms or {}))
        self._count = vocabulary
        self._by_initial: dict[str, list[str]] = {}
        for word in sorted(vocabulary):
            if len(word) >= _SHORTEST:
                self._by_initial.setdefault(word[0], []).append(word)
        self._found: dict[str, str] = {}

    def correct(self, text: str) -> str:
        """Return the text with each unknown word replaced by the nearest known one, if near."""
        return _WORD.sub(lambda match: self._correct(match[0]), text)

    def _misspellings(self, synonyms: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Return "excema" and the word that is meant, of synonyms with as many words."""
        for way, concept in sorted(synonyms.items()):
            typed, meant = way.split(), concept.split()
            if len(typed) != len(meant):
                continue
            for word, right in zip(typed, meant, strict=True):
                near = (
                    word.isalpha()
                    and word[0] == right[0]
                    and OSA.distance(word, right) <= _MISSPELT
                )
                if word != right and near and word not in self._english:
                    yield word, right

    def _correct(self, word: str) -> str:
        lower = word.lower()
        if lower in self._misspelt:
            return self._misspelt[lower]
        usual = self._count.get(lower, 0) >= _USUAL or self._english.get(lower, -99.0) > _RARE
        if usual:
            return word
        if lower not in self._found:
            if len(self._found) > 5000:
                self._found.clear()
            self._found[lower] = self._nearest(lower)
        return self._found[lower]

    def _nearest(self, word: str) -> str:
        count = self._count.get(word, 0)
        reach = 1 if len(word) < 7 or count else 2
        enough = _FREQUENT if len(word) < _SHORT else _OFTENER * count + 1
        candidates = self._by_initial.get(word[0], []) + self._by_initial.get(word[1], [])
        near = extract(
            word, candidates, scorer=OSA.distance, score_cutoff=reach, limit=8, processor=None
        )
        often = [hit for hit in near if hit[0] != word and self._count[hit[0]] >= enough]
        if not often:
            return word
        best = min(often, key=lambda hit: (hit[1], -self._count[hit[0]], hit[0]))[0]
        mine, theirs = self._english.get(word, -99.0), self._english.get(best, -16.0)
        return best if theirs - mine >= _COMMONER else word
