"""Mends the spelling of words that a pattern needs, and of no others."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA
from spacy.lookups import load_lookups
from spacy.strings import get_string_id

_LOOKALIKES = tuple(str.maketrans("013457@$!8", f"o{one}eastasib") for one in "il")
_REPEATED = re.compile(r"(.)\1+")
_THRICE = re.compile(r"(.)\1{2,}")


@lru_cache(maxsize=1)
def english() -> frozenset[int]:
    """Return hashes of English words, common and rare, from spaCy's lemma tables (no model)."""
    lookups = load_lookups("en", ["lemma_lookup", "lemma_index"])
    parts = lookups.get_table("lemma_index").values()
    words = {get_string_id(word) for part in parts for word in part}
    return frozenset(words | {int(key) for key in lookups.get_table("lemma_lookup")})


_LONGEST = 24
"""Letters of a word that is compared with others: the work grows as their square."""


class Spelling:
    """Knows the words of the patterns and finds the one that was meant."""

    def __init__(
        self, vocabulary: Iterable[str], foreign: Iterable[str], *, english: Container[int]
    ) -> None:
        native = frozenset(vocabulary)
        self._known = native | frozenset(foreign)
        self._english = english
        self._squeezed = {_squeeze(word): word for word in sorted(native) if len(word) > 2}
        self._deletions: dict[str, tuple[str, ...]] = {}  # a set for each would take 10 MB more
        for word in native:
            if len(word) >= 5 and word.isalpha() and word.isascii():
                for shorter in _deletions(word):
                    self._deletions[shorter] = (*self._deletions.get(shorter, ()), word)

    def knows(self, word: str) -> bool:
        """Return whether a pattern has the word, spelled so."""
        return word in self._known

    def mend(self, word: str) -> str | None:
        """Return the word of a pattern that this one is, or is meant to be; else None."""
        if word in self._known:
            return word
        if word.endswith("in") and word + "g" in self._known:
            return word + "g"
        plain = word
        if not word.isalpha():
            if "*" in word:
                return self._uncensored(word)
            read = [word.translate(table) for table in _LOOKALIKES]
            plain = next((form for form in read if form in self._known), read[0])
            if plain in self._known and any(letter.isalpha() for letter in word):
                return plain
            if not plain.isalpha():
                return None
        if _THRICE.search(plain):
            plain = _THRICE.sub(r"\1\1", plain)
            squeezed = self._squeezed.get(_squeeze(plain))
            if squeezed:
                return squeezed
        if not plain.isascii() or len(plain) < 4 or get_string_id(plain) in self._english:
            return None
        return self._nearest(plain)

    def _uncensored(self, word: str) -> str | None:
        pattern = re.compile(re.escape(word).replace(r"\*", ".") + "$")
        fits = [known for known in self._known if pattern.match(known)] if word[0] != "*" else []
        return fits[0] if len(fits) == 1 else None

    def _nearest(self, word: str) -> str | None:
        if len(word) > _LONGEST:
            return None
        candidates = set(self._deletions.get(word, ()))
        for shorter in _deletions(word):
            candidates.update(self._deletions.get(shorter, ()))
        best = None
        for candidate in sorted(candidates):
            allowed = 2 if len(candidate) >= 8 else 1
            distance = OSA.distance(word, candidate)
            if word[0] != candidate[0] and distance > 0 and word[:2] != candidate[1::-1]:
                continue
            if distance <= allowed and (best is None or distance < best[0]):
                best = (distance, candidate)
        return best[1] if best else None


def _squeeze(word: str) -> str:
    return _REPEATED.sub(r"\1", word)


def _deletions(word: str) -> set[str]:
    """Return the word with any one letter left out; for long words any two."""
    once = {word[:i] + word[i + 1 :] for i in range(len(word))}
    if len(word) < 7:
        return once | {word}
    twice = {w[:i] + w[i + 1 :] for w in once for i in range(len(w))}
    return once | twice | {word}
