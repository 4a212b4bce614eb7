"""Whether a text is English: scripts, then function words and known words."""

from __future__ import annotations

import re
import runpy
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from importlib import util
from pathlib import Path

LANGUAGES = ("es", "fr", "de", "it", "pt", "nl", "tr", "pl", "sv", "da", "ro", "id", "fi", "hu")
"""Languages in Latin letters whose function words are looked for; spaCy brings the lists."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_SHORTENED = re.compile(r"'(?:s|re|ve|ll|m)$")
"""As in "what's": only English shortens a word at its end."""
_ENGLISH = -9.5
"""Log probability above which a word is English whatever other language has it too."""
_KNOWN = -14.5
_TELLING = 4
"""Letters from which on a rare word may be a term or a typing error."""


class EnglishCheck:
    """Tells English from the rest, for texts as short as two words.

    Args:
        english: Log probability of English words.
        vocabulary: Words of answerable questions, which are English.
        names: Words that stay as they are in any language, "leaky gut": they say nothing.
        seen: Words of all examples, some of which other languages have too.
        correct: Corrects spelling; a word that it makes another is English.
    """

    def __init__(
        self,
        english: Mapping[str, float],
        vocabulary: Collection[str],
        *,
        names: Collection[str] = (),
        seen: Collection[str] = (),
        correct: Callable[[str], str] = str,
    ) -> None:
        self._english = english
        self._foreign = _function_words()
        self._vocabulary = frozenset(vocabulary) | (frozenset(seen) - self._foreign)
        self._names = frozenset(names)
        self._correct = correct

    def is_foreign(self, text: str) -> bool:
        """Return whether the text, as typed, is in another language, or in no language."""
        letters = [character for character in text if character.isalpha()]
        if not letters:
            return False
        latin = sum("LATIN" in unicodedata.name(c, "") or ord(c) > 0x1D3FF for c in letters)
        if latin < 0.6 * len(letters):
            return True
        words = _words(text)
        telling = self.telling(text) or words
        known = sum(self._is_english(word) for word in telling)
        foreign = sum(self._is_foreign_word(word) for word in telling)
        if foreign > known or (foreign >= 2 and 2 * foreign >= known and known < len(telling) / 2):
            return True
        if self._is_alike(telling):
            return True
        if len(telling) < 3 and len(telling) == len(words):
            return False
        return sum(self._is_heard_of(word) for word in telling) < 0.34 * len(telling)

    def is_plain(self, text: str) -> bool:
        """Return whether every word that tells a language is an English one."""
        telling = self.telling(text)
        return len(telling) > 1 and all(self._is_english(word) for word in telling)

    def telling(self, text: str) -> list[str]:
        """Return the words that are not the same in any language."""
        return [word for word in _words(text) if word not in self._names]

    def _is_alike(self, words: Sequence[str]) -> bool:
        """Return whether a language that shares words with English is likelier: "kokie simptomai".

        So where a word is English only when its spelling is corrected, another is not heard of at
        all, and no more than one is plainly English.
        """
        typed = [word for word in words if not self._is_english(word)]
        corrected = [word for word in typed if self._is_heard_of(word)]
        unknown = [
            word
            for word in typed
            if not self._is_heard_of(word) and (word in self._foreign or len(word) >= _TELLING)
        ]
        plain = [
            word
            for word in words
            if len(word) > 1 and word not in self._foreign and self._is_english(word)
        ]
        return bool(corrected) and bool(unknown) and len(plain) < 2

    def _is_heard_of(self, word: str) -> bool:
        if self._is_english(word):
            return True
        if word in self._foreign or len(word) < _TELLING:
            return False
        return word in self._english or self._correct(word) != word

    def _is_english(self, word: str) -> bool:
        word = _SHORTENED.sub("", word)
        bare = word.replace("'", "")
        if word in self._vocabulary or bare in self._vocabulary:
            return True
        floor = _ENGLISH if word in self._foreign else _KNOWN
        return self._english.get(word, self._english.get(bare, -99.0)) > floor

    def _is_foreign_word(self, word: str) -> bool:
        if self._is_english(word):
            return False
        return word in self._foreign or not word.isascii()


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(unicodedata.normalize("NFKC", text))]


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    words: set[str] = set()
    for code in LANGUAGES:
        words |= _stop_words(code)
    english = _stop_words("en")
    return frozenset(word.lower() for word in words if word.lower() not in english)


def _stop_words(code: str) -> set[str]:
    """Return spaCy's list, without importing the languages, which takes seconds and 30 MB."""
    spec = util.find_spec("spacy.lang")
    folder = Path((spec.submodule_search_locations or ["."])[0]) if spec else Path()
    return set(runpy.run_path(str(folder / code / "stop_words.py"))["STOP_WORDS"])
