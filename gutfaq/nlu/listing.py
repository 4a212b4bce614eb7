"""Things that one question lists: "does it cause cramps, eczema and acne" asks three."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from gutfaq.nlu.concepts import Mention
from gutfaq.nlu.preparing import Prepared

MOST_WORDS = 3
"""Words of a thing in a list that the text does not know."""

_AND = r"(?:\s*(?:,|/|&|\+|\band\b|\bor\b|\bas well as\b|\bplus\b))+"
_HIS = r"\s*(?:(?:also|even|my|your|our|the|an?|his|her|their|its|other|about|with|by|to)\s+)*"
_NEXT = re.compile(rf"^{_AND}{_HIS}")
_UNTIL = re.compile(rf"(?={_AND}\s)|\W*$")
_BEFORE = re.compile(rf"^(.*?\w){_AND}{_HIS}$")
_WHERE = frozenset(
    (
        "from",
        "in",
        "with",
        "of",
        "because",
        "due",
        "through",
        "if",
        "when",
        "come",
        "comes",
        "happen",
    )
    + ("belong", "leaky", "part", "linked", "related", "signs", "symptoms", "causes", "caused")
)
"""Words that a thing ends before."""


def items(
    question: Prepared, topics: frozenset[str], unknown: Callable[[str], bool]
) -> list[tuple[str, str]]:
    """Return the question once for each thing it lists, with that thing if the text has it not.

    Args:
        question: Prepared.
        topics: Concepts that are no such things.
        unknown: Whether no answerable question uses any of these words.
    """
    named = [mention for mention in question.mentions if mention.concept not in topics]
    if not named:
        return [(question.text, "")]
    spans = _after(question.text, named, unknown)
    before = _first(question.text[: named[0].start], unknown)
    if before:
        spans.insert(0, (*before, False))
    head, tail = question.text[: spans[0][0]], question.text[spans[-1][1] :]
    things = [(question.text[start:end], known) for start, end, known in spans]
    return [(f"{head}{thing}{tail}", "" if known else thing) for thing, known in things]


def _after(
    text: str, named: Sequence[Mention], unknown: Callable[[str], bool]
) -> list[tuple[int, int, bool]]:
    """Return where each thing stands, from the first that is known on."""
    spans = [(named[0].start, named[0].end, True)]
    starts = {mention.start: mention for mention in named[1:]}
    while found := _NEXT.match(text[spans[-1][1] :]):
        start = spans[-1][1] + found.end()
        mention = starts.get(start)
        if mention:
            spans.append((mention.start, mention.end, True))
            continue
        end = start + (until.start() if (until := _UNTIL.search(text[start:])) else 0)
        named_within = any(start < other < end for other in starts)
        words = "" if named_within else _thing(text[start:end], unknown)
        if not words:
            break
        spans.append((start, start + len(words), False))
    return spans


def _thing(words: str, unknown: Callable[[str], bool]) -> str:
    """Return the unknown thing that these words begin with: "hair loss" of "hair loss in men"."""
    taken: list[str] = []
    for word in words.split():
        if word.strip(".?!") in _WHERE:
            break
        taken.append(word)
    thing = " ".join(taken).rstrip(".?! ")
    strange = any(unknown(word.strip(".?!")) for word in taken)
    return thing if strange and len(taken) <= MOST_WORDS else ""


def _first(before: str, unknown: Callable[[str], bool]) -> tuple[int, int] | None:
    """Return where "hair loss" stands in "does it cause hair loss and "."""
    joined = _BEFORE.match(before)
    words = joined[1].split() if joined else []
    count = 0
    while count < min(MOST_WORDS, len(words) - 1) and unknown(words[-1 - count]):
        count += 1
    if not joined or not count:
        return None
    thing = " ".join(words[-count:])
    start = joined[1].rfind(thing)
    return (start, start + len(thing)) if start > 0 else None
