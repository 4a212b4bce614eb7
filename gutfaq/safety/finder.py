"""Many patterns over one text, fast: spaCy's Matcher runs only near a pattern's rarest word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.matcher import Matcher as SpacyMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from gutfaq.safety.lexicon import END, NUMBER, START, Lexicon, Step, for_spacy

_WEAK = frozenset(STOP_WORDS) | {START, END, NUMBER, "'s", "am", "is", "want", "feel", "want_to"}


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a pattern matched, in tokens; `fixed` are those that no gap took."""

    name: str
    start: int
    end: int
    fixed: tuple[int, ...]


@dataclass(slots=True)
class _Group:
    """Patterns that share their rarest element, and the longest reach among them in words."""

    matcher: SpacyMatcher
    reach: int = 0
    keys: dict[int, tuple[str, tuple[Step, ...]]] = field(default_factory=dict)


class Finder:
    """Finds named patterns in a text that `Reader` has prepared."""

    def __init__(
        self, patterns: Mapping[str, Iterable[str]], lexicon: Lexicon, vocab: Vocab
    ) -> None:
        self._groups: list[_Group] = []
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self.words: set[str] = set()
        self._numbers: dict[frozenset[str], int] = {}
        for name, lines in patterns.items():
            for line in lines:
                for steps in lexicon.sequences(line):
                    self._add(name, steps, vocab)

    def _add(self, name: str, steps: tuple[Step, ...], vocab: Vocab) -> None:
        anchor = min((step.words for step in steps if step.words), key=_commonness)
        if anchor not in self._numbers:
            self._numbers[anchor] = len(self._groups)
            for word in anchor:
                self._by_word[word].append(len(self._groups))
            self._groups.append(_Group(SpacyMatcher(vocab, validate=False)))
        group = self._groups[self._numbers[anchor]]
        self.words.update(*(step.words for step in steps))
        key = str(len(group.keys))
        group.matcher.add(key, [for_spacy(steps)])
        group.keys[group.matcher.vocab.strings[key]] = (name, steps)
        group.reach = max(group.reach, sum(max(1, step.gap) for step in steps))

    def find(self, doc: Doc, texts: list[str], start: int, end: int) -> list[Hit]:
        """Return every match in the tokens from `start` up to `end`, tightest first."""
        places: dict[int, list[int]] = defaultdict(list)
        for index in range(start, end):
            for number in self._by_word.get(texts[index], ()):
                places[number].append(index)
        hits: dict[tuple[str, int], Hit] = {}
        for number, indexes in places.items():
            group = self._groups[number]
            for low, high in _windows(indexes, group.reach, start, end):
                for hit in _run(group, doc, low, high):
                    known = hits.get((hit.name, hit.end))
                    if known is None or hit.start > known.start:
                        hits[(hit.name, hit.end)] = hit
        return sorted(hits.values(), key=lambda hit: (hit.end - hit.start, hit.start, hit.name))


def _commonness(words: frozenset[str]) -> tuple[int, int, list[str]]:
    return len(words & _WEAK), len(words), sorted(words)


def _windows(indexes: list[int], reach: int, start: int, end: int) -> list[tuple[int, int]]:
    """Return stretches around the indexes, those that touch joined."""
    stretches: list[tuple[int, int]] = []
    for index in indexes:
        low, high = max(start, index - reach), min(end, index + reach + 1)
        if stretches and low <= stretches[-1][1]:
            low = stretches.pop()[0]
        stretches.append((low, high))
    return stretches


def _run(group: _Group, doc: Doc, low: int, high: int) -> list[Hit]:
    found = []
    for key, start, end, alignment in group.matcher(doc[low:high], with_alignments=True):
        name, steps = group.keys[key]
        fixed = tuple(
            low + start + place for place, step in enumerate(alignment) if not steps[step].gap
        )
        found.append(Hit(name, low + start, low + end, fixed))
    return found
