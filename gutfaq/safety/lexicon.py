"""Word classes and the small language in which patterns are written, compiled for spaCy.

A pattern is a line of elements: `word`, `word+` (with its endings), `[class]` of the lexicon,
`a|[b]|c_d` (any of them; an underscore joins words), a trailing `?` (may be missing), `~` or `~5`
(up to three, or five, words of any kind), `^` and `$` (the sentence begins, ends).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from spacy.lang.en.stop_words import STOP_WORDS

from gutfaq.safety.contractions import expand
from gutfaq.safety.errors import BadSafetyData
from gutfaq.safety.normal import tokens

OTHER = "_"
START, END, NUMBER, HOT = "^", "$", "#", "#hot"
_VOWELS = "aeiou"
_GAP = re.compile(r"~(\d*)$")


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a pattern: the words that fit, or a gap of up to `gap` words."""

    words: frozenset[str]
    optional: bool = False
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
    """The classes by name, and the phrases of several words that count as one."""

    def __init__(self, classes: Mapping[str, str], *, where: str) -> None:
        self._lines = classes
        self._where = where
        self._classes: dict[str, frozenset[str]] = {}
        self.phrases: dict[str, list[tuple[str, ...]]] = {}
        for name in classes:
            self.words(name)

    def words(self, name: str) -> frozenset[str]:
        """Return the words of a class, phrases joined with underscores."""
        if name not in self._classes:
            if name not in self._lines:
                raise BadSafetyData(
                    f"{self._where} has no word class [{name}]. It has: {', '.join(self._lines)}."
                )
            self._classes[name] = frozenset()
            found = [self._entry(entry) for entry in self._lines[name].split(",")]
            self._classes[name] = frozenset().union(*found)
        return self._classes[name]

    def _entry(self, entry: str) -> frozenset[str]:
        entry = entry.strip()
        if entry.startswith("["):
            return self.words(entry.strip("[]"))
        forms: list[list[str]] = [[]]
        for part in entry.replace("_", " ").split():
            if part.rstrip("+") in (NUMBER, HOT):
                options = [[part]]
            elif part.endswith("+"):
                options = [[form] for form in sorted(inflected(part[:-1]))]
            else:
                options = [expand_words(part)]
            forms = [form + option for form in forms for option in options]
        return frozenset(self._phrase(tuple(form)) for form in forms if form)

    def _phrase(self, words: tuple[str, ...]) -> str:
        if len(words) > 1:
            known = self.phrases.setdefault(words[0], [])
            if words not in known:
                known.append(words)
                known.sort(key=len, reverse=True)
        return "_".join(words)

    def element(self, text: str) -> Element:
        """Return one compiled element of a pattern."""
        gap = _GAP.match(text)
        if gap:
            return Element(frozenset(), gap=int(gap.group(1) or 3))
        optional = text.endswith("?") and len(text) > 1
        choices = text.rstrip("?").split("|") if optional else text.split("|")
        if choices in (["^"], ["$"], ["#"]):
            return Element(frozenset(choices), optional)
        return Element(frozenset().union(*(self._entry(c) for c in choices)), optional)

    def widened(self, elements: Iterable[Element]) -> tuple[Element, ...]:
        """Return elements that also fit a phrase holding one of their telling words."""
        joined = {"_".join(words): words for known in self.phrases.values() for words in known}
        wide = []
        for element in elements:
            telling = element.words - STOP_WORDS
            more = {name for name, words in joined.items() if telling.intersection(words)}
            wide.append(replace(element, words=element.words | more) if more else element)
        return tuple(wide)

    def pattern(self, line: str) -> tuple[Element, ...]:
        """Return the compiled elements of a pattern's line."""
        elements: list[Element] = []
        for text in line.split():
            if re.fullmatch(r"[^\[\]|~^$#+?_]+", text):
                elements += [Element(frozenset({word})) for word in expand_words(text)]
            else:
                elements.append(self.element(text))
        return tuple(elements)


def expand_words(text: str) -> list[str]:
    """Return the words as the matcher sees them: plain, lower-case, contractions spelled out."""
    return [word for token in tokens(text) for word in expand(token.text)]


def merged(
    elements: Iterable[Element], phrases: Mapping[str, list[tuple[str, ...]]]
) -> tuple[Element, ...]:
    """Return the elements with runs of plain words that are a known phrase joined into one."""
    queue = list(elements)
    joined: list[Element] = []
    while queue:
        run = _run(queue)
        fit = (
            next((p for p in phrases.get(run[0], []) if p == tuple(run[: len(p)])), None)
            if run
            else None
        )
        if fit:
            joined.append(Element(frozenset({"_".join(fit)})))
            queue = queue[len(fit) :]
        else:
            joined.append(queue.pop(0))
    return tuple(joined)


def _run(elements: list[Element]) -> list[str]:
    words = []
    for element in elements:
        if len(element.words) != 1 or element.optional:
            break
        words += element.words
    return words


def for_spacy(elements: Iterable[Element]) -> Iterator[dict[str, Any]]:
    """Return the elements as a pattern of spaCy's Matcher."""
    for element in elements:
        if element.gap:
            yield {"OP": f"{{0,{element.gap}}}"}
            continue
        words = sorted(element.words)
        spec: dict[str, Any] = {"ORTH": words[0] if len(words) == 1 else {"IN": words}}
        if element.optional:
            spec["OP"] = "?"
        yield spec
