"""Word classes and the small language in which patterns are written, compiled for spaCy.

A pattern is a line of elements: `word`, `word+` (with its endings), `[class]` of the lexicon,
`a|[b]|c_d` (any of them; an underscore joins words), a trailing `?` (may be missing), `~` or `~5`
(up to three, or five, words of any kind), `^` and `$` (the sentence begins, ends).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gutfaq.safety.contractions import expand
from gutfaq.safety.errors import BadSafetyData
from gutfaq.safety.normal import tokens

OTHER = "_"
START, END, NUMBER, HOT, YEAR = "^", "$", "#", "#hot", "#year"
_VOWELS = "aeiou"
_GAP = re.compile(r"~(\d*)$")


Phrase = tuple[str, ...]
MOST = 600
"""How many plain sequences one line may stand for."""


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a pattern: the words or phrases that fit, or a gap of up to `gap` words."""

    fits: frozenset[Phrase]
    optional: bool = False
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One place of a plain sequence: the single words that fit, or a gap."""

    words: frozenset[str]
    gap: int = 0


def inflected(word: str) -> set[str]:
    """Return the word with its regular endings: vomit, vomits, vomited, vomiting."""
    forms = {word, word + "s", word + "ed", word + "ing"}
    if word.endswith("e"):
        forms |= {word + "d", word[:-1] + "ing"}
        forms -= {word + "ed"}
    if word.endswith("y") and word[-2] not in _VOWELS:
        forms |= {word[:-1] + "ies", word[:-1] + "ied"}
    if re.search(r"(s|x|z|ch|sh|o)$", word):
        forms.add(word + "es")
    if len(word) > 2 and word[-1] not in _VOWELS + "wxy" and word[-2] in _VOWELS:
        forms |= {word + word[-1] + "ed", word + word[-1] + "ing"}
    return forms


class Lexicon:
    """The word classes by name."""

    def __init__(self, classes: Mapping[str, str], *, where: str) -> None:
        self._lines = classes
        self._where = where
        self._classes: dict[str, frozenset[Phrase]] = {}
        self._ways: dict[str, tuple[tuple[Step, ...], ...]] = {}

    def phrases(self, name: str) -> frozenset[Phrase]:
        """Return what a class holds, each entry as a sequence of words."""
        if name not in self._classes:
            if name not in self._lines:
                raise BadSafetyData(
                    f"{self._where} has no word class [{name}]. It has: {', '.join(self._lines)}."
                )
            found = [self._entry(entry) for entry in self._lines[name].split(",")]
            self._classes[name] = frozenset().union(*found)
        return self._classes[name]

    def _entry(self, entry: str) -> frozenset[Phrase]:
        entry = entry.strip()
        if entry.startswith("["):
            return self.phrases(entry.strip("[]"))
        forms: list[Phrase] = [()]
        for part in entry.replace("_", " ").split():
            options: list[Phrase] = [tuple(expand_words(part))]
            if part in (NUMBER, HOT, YEAR, START, END):
                options = [(part,)]
            elif part.endswith("+"):
                options = [(form,) for form in sorted(inflected(part[:-1]))]
            forms = [form + option for form in forms for option in options]
        return frozenset(form for form in forms if form)

    def element(self, text: str) -> Element:
        """Return one compiled element of a pattern."""
        gap = _GAP.match(text)
        if gap:
            return Element(frozenset(), gap=int(gap.group(1) or 3))
        optional = text.endswith("?") and len(text) > 1
        choices = text.removesuffix("?").split("|")
        return Element(frozenset().union(*(self._entry(c) for c in choices)), optional)

    def _through(self, text: str) -> tuple[tuple[Step, ...], ...]:
        if text not in self._ways:
            self._ways[text] = tuple(_ways(self.element(text)))
        return self._ways[text]

    def sequences(self, line: str) -> list[tuple[Step, ...]]:
        """Return the plain sequences that a pattern's line stands for."""
        sequences: list[tuple[Step, ...]] = [()]
        for text in _without_last_gap(line.split()):
            sequences = [begun + way for begun in sequences for way in self._through(text)]
            if len(sequences) > MOST:
                raise BadSafetyData(
                    f"{self._where} has the pattern {line!r}, which stands for more than {MOST} "
                    "sequences of words. Split it, or use fewer phrases in one line."
                )
        return sequences


def _without_last_gap(parts: list[str]) -> list[str]:
    while parts and _GAP.match(parts[-1]):
        parts = parts[:-1]
    return parts


def _ways(element: Element) -> Iterator[tuple[Step, ...]]:
    """Return the ways to go through an element; phrases that differ in one word go together."""
    if element.gap:
        yield (Step(frozenset(), element.gap),)
        return
    if element.optional:
        yield ()
    single = frozenset(phrase[0] for phrase in element.fits if len(phrase) == 1)
    if single:
        yield (Step(single),)
    waiting = {phrase for phrase in element.fits if len(phrase) > 1}
    while waiting:
        family = max(
            (_alike(phrase, place, waiting) for phrase in waiting for place in range(len(phrase))),
            key=lambda alike: (len(alike), sorted(alike)),
        )
        waiting -= family
        yield tuple(Step(frozenset(words)) for words in zip(*family, strict=True))


def _alike(phrase: Phrase, place: int, phrases: set[Phrase]) -> set[Phrase]:
    """Return the phrases that equal this one everywhere but at one place."""
    rest = phrase[:place], phrase[place + 1 :]
    return {p for p in phrases if len(p) == len(phrase) and (p[:place], p[place + 1 :]) == rest}


def expand_words(text: str) -> list[str]:
    """Return the words as the matcher sees them: plain, lower-case, contractions spelled out."""
    return [word for token in tokens(text) for word in expand(token.text)]


def for_spacy(sequence: Iterable[Step]) -> list[dict[str, Any]]:
    """Return a sequence as a pattern of spaCy's Matcher."""
    pattern: list[dict[str, Any]] = []
    for step in sequence:
        words = sorted(step.words)
        if step.gap:
            pattern.append({"OP": f"{{0,{step.gap}}}"})
        else:
            pattern.append({"ORTH": words[0] if len(words) == 1 else {"IN": words}})
    return pattern
