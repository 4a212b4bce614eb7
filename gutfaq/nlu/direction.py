"""Which way a question goes: from a specific to the gut (a cause) or from the gut to it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

from spacy.tokens import Doc

from gutfaq.nlu.concepts import Mention

TO_GUT, FROM_GUT = "to the topic", "from the topic"

_ACTIVE = frozenset(
    ("cause", "lead", "trigger", "give", "make", "bring", "create", "affect", "produce", "turn")
    + ("damage", "weaken", "harm", "hurt", "break", "contribute", "provoke", "induce", "mess")
    + ("wreck", "worsen", "behind", "reason", "responsible", "blame", "become", "ruin", "poke")
    + ("destroy", "upset", "disrupt", "spark", "influence", "irritate", "open")
)
_PASSIVE = frozenset(("by", "from", "due", "because", "root", "consequence"))
_SHOWN = frozenset(("symptom", "sign"))
_SELDOM = 0.05
_ENOUGH = 8


def of(doc: Doc, mentions: Sequence[Mention], topics: Collection[str]) -> str | None:
    """Return which way the words between a specific and the topic lead, None if they don't say.

    The last of them tells: "side effects from pills harm the gut", "harmed by a weak gut".
    """
    about = [mention for mention in mentions if mention.concept in topics]
    named = [mention for mention in mentions if mention.concept not in topics]
    if not about or not named:
        return None
    first, last = sorted((named[0], about[0]), key=lambda mention: mention.start)
    between = [t.norm_ for t in doc if first.end <= t.idx < last.start]
    result = "result" if {"result", "of"} <= set(between) else None
    telling = [word for word in between if word in _ACTIVE | _PASSIVE or word == result]
    if not telling and not _SHOWN & set(between):
        return None
    active = bool(telling) and telling[-1] in _ACTIVE
    return TO_GUT if active is (first is named[0]) else FROM_GUT


def habits(seen: Iterable[tuple[str, str | None]]) -> dict[str, list[str]]:
    """Return, for each intent, the ways in which its examples (intent, way) do not go.

    An intent with few examples that go any way forbids none.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for intent, way in seen:
        if way:
            counts[intent][way] += 1
    return {
        intent: [way for way in (TO_GUT, FROM_GUT) if ways[way] < _SELDOM * sum(ways.values())]
        for intent, ways in counts.items()
        if sum(ways.values()) >= _ENOUGH
    }
