"""Many patterns over one text: spaCy's Matcher runs only where a pattern's words all stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.matcher import Matcher as SpacyMatcher
from spacy.tokens import Doc

from gutfaq.safety.lexicon import END, HOT, NUMBER, START, Lexicon, Step, for_spacy

_WEAK = frozenset(STOP_WORDS) | {START, END, NUMBER, HOT, "'s", "want", "feel", "like", "have"}
_KEY = "pattern"


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a pattern matched, in tokens; `fixed` are those that no gap took."""

    name: str
    start: int
    end: int
    fixed: tuple[int, ...]


class _Sequence:
    """One plain sequence of words; its spaCy Matchers are built when they are first needed."""

    __slots__ = ("_matchers", "_widest", "anchor", "name", "needs", "reach", "steps")

    def __init__(self, name: str, steps: tuple[Step, ...]) -> None:
        self.name = name
        self.steps = steps
        self.anchor, *needs = sorted({step.words for step in steps if step.words}, key=_commonness)
        self.needs = tuple(needs)
        self.reach = sum(max(1, step.gap) for step in steps)
        self._widest = max((step.gap for step in steps), default=0)
        self._matchers: dict[int, SpacyMatcher] = {}

    def fits(self, words: set[str]) -> bool:
        """Return whether every place of the sequence finds one of its words among these."""
        return not any(map(words.isdisjoint, self.needs))

    def follows(self, texts: list[str], low: int, high: int) -> bool:
        """Return whether its words stand between two tokens in the right order."""
        index = low
        for step in self.steps:
            if step.gap:
                continue
            while index < high and texts[index] not in step.words:
                index += 1
            if index == high:
                return False
            index += 1
        return True

    def hits(self, doc: Doc, low: int, high: int) -> Iterable[Hit]:
        """Return the matches between two tokens.

        A gap is no wider than the room that the words leave: spaCy tries each way to fill it, and
        their number doubles with every place (430 ms for a gap of 16 in a message of 15 words).
        """
        words = sum(not step.gap for step in self.steps)
        room = max(1, min(self._widest, high - low - words))
        matcher = self._matchers.get(room)
        if matcher is None:
            matcher = SpacyMatcher(doc.vocab, validate=False)
            narrowed = [replace(step, gap=min(step.gap, room)) for step in self.steps]
            matcher.add(_KEY, [for_spacy(narrowed)])
            self._matchers[room] = matcher
        for _, start, end, alignment in matcher(doc[low:high], with_alignments=True):
            fixed = tuple(
                low + start + place
                for place, step in enumerate(alignment)
                if not self.steps[step].gap
            )
            yield Hit(self.name, low + start, low + end, fixed)


class Finder:
    """Finds named patterns in a text that `Reader` has prepared."""

    def __init__(self, patterns: Mapping[str, Iterable[str]], lexicon: Lexicon) -> None:
        self._by_word: dict[str, list[_Sequence]] = defaultdict(list)
        self.words: set[str] = set()
        for name, lines in patterns.items():
            for line in lines:
                for steps in lexicon.sequences(line):
                    sequence = _Sequence(name, steps)
                    self.words.update(*(step.words for step in steps))
                    for word in sequence.anchor:
                        self._by_word[word].append(sequence)

    def find(self, doc: Doc, texts: list[str], start: int, end: int) -> list[Hit]:
        """Return every match in the tokens from `start` up to `end`, tightest first."""
        hits: dict[tuple[str, int], Hit] = {}
        for sequence, places in self._candidates(texts, start, end):
            for low, high in _windows(places, sequence.reach, start, end):
                if not sequence.follows(texts, low, high):
                    continue
                for hit in sequence.hits(doc, low, high):
                    known = hits.get((hit.name, hit.end))
                    if known is None or hit.start > known.start:
                        hits[(hit.name, hit.end)] = hit
        return sorted(hits.values(), key=lambda hit: (hit.end - hit.start, hit.start, hit.name))

    def _candidates(
        self, texts: list[str], start: int, end: int
    ) -> Iterable[tuple[_Sequence, list[int]]]:
        """Return the sequences all of whose words are there, and where their rarest ones stand."""
        places: dict[str, list[int]] = {}
        for index in range(start, end):
            places.setdefault(texts[index], []).append(index)
        words = set(places)
        found: dict[int, tuple[_Sequence, list[int]]] = {}
        for word in sorted(words & self._by_word.keys()):
            for sequence in self._by_word[word]:
                known = found.get(id(sequence))
                if known:
                    known[1].extend(places[word])
                elif sequence.fits(words):
                    found[id(sequence)] = (sequence, list(places[word]))
        return found.values()


def _commonness(words: frozenset[str]) -> tuple[int, int, list[str]]:
    return len(words & _WEAK), len(words), sorted(words)


def _windows(places: list[int], reach: int, start: int, end: int) -> list[tuple[int, int]]:
    """Return the stretches around places that can hold a sequence, those that touch joined."""
    stretches: list[tuple[int, int]] = []
    for index in sorted(places):
        low, high = max(start, index - reach), min(end, index + reach + 1)
        if stretches and low <= stretches[-1][1]:
            low = stretches.pop()[0]
        stretches.append((low, high))
    return stretches
