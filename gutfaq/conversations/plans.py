"""The rules and stories of a project, and which of them a conversation walks through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gutfaq.conversations.located import Located, read
from gutfaq.conversations.script import BadScript
from gutfaq.conversations.turn import TurnResult

Walk = tuple[str, ...]
"""Intents and actions in the order in which they come, an intent as `intent:greet`."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A rule or story: its name and the walks that it describes, one for each `or`.

    Attributes:
        walks: The intents and actions.
        placed: The same with the slots between them, as `slot:place=start`.
    """

    name: str
    walks: tuple[Walk, ...]
    placed: tuple[Walk, ...] = ()


@dataclass(frozen=True, slots=True)
class Plans:
    """Every rule and story of the project."""

    rules: tuple[Plan, ...] = ()
    stories: tuple[Plan, ...] = ()

    def rules_of(self, result: TurnResult) -> list[str]:
        """Return the rules that a turn follows, those with the most steps first."""
        walk = walk_of(result)
        found = [
            (len(each), plan.name)
            for plan in self.rules
            for each in plan.walks
            if each and contains(walk, each)
        ]
        return [name for _, name in sorted(found, reverse=True)]

    def stories_of(self, results: Iterable[TurnResult]) -> list[str]:
        """Return the stories whose steps come in a row somewhere in the conversation."""
        walk = tuple(step for result in results for step in walk_of(result))
        return [
            plan.name for plan in self.stories if any(w and contains(walk, w) for w in plan.walks)
        ]


def walk_of(result: TurnResult) -> Walk:
    """Return the intent and actions of a turn."""
    intent, _ = result.intent
    actions = tuple(name for name in result.actions if name != "action_session_start")
    return ((f"intent:{intent}", *actions)) if intent else actions


def contains(walk: Sequence[str], part: Sequence[str]) -> bool:
    """Return whether the part comes in the walk, its steps in a row."""
    starts = range(len(walk) - len(part) + 1)
    return any(tuple(walk[at : at + len(part)]) == tuple(part) for at in starts)


def read_plans(root: Path) -> Plans:
    """Return the rules and stories under `data/`; a file that is not YAML is left to Rasa."""
    rules: list[Plan] = []
    stories: list[Plan] = []
    for path in sorted((root / "data").rglob("*.yml")):
        try:
            top = read(path)
            found = top.mapping("training data") if top is not None and top.is_mapping else {}
            rules += _plans(found.get("rules"), "rule")
            stories += _plans(found.get("stories"), "story")
        except BadScript:
            continue
    return Plans(tuple(rules), tuple(stories))


def _plans(found: tuple[int, Located] | None, key: str) -> Iterator[Plan]:
    for item in found[1].plain() if found is not None else ():
        placed = tuple(tuple(walk) for walk in _walks(item.get("steps") or []))
        walks = [tuple(step for step in walk if not step.startswith("slot:")) for walk in placed]
        yield Plan(str(item[key]), tuple(dict.fromkeys(walks)), placed)


def _walks(steps: list[dict[str, Any]]) -> list[list[str]]:
    """Return every walk through the steps; loops and checkpoints are left out."""
    walks: list[list[str]] = [[]]
    for step in steps:
        choices = [one for each in step.get("or", [step]) for one in _walk_step(each)]
        if choices:
            walks = [[*walk, choice] for walk in walks for choice in choices]
    return walks


def _walk_step(step: dict[str, Any]) -> Iterator[str]:
    if "intent" in step:
        yield f"intent:{step['intent']}"
    elif "action" in step:
        yield str(step["action"])
    elif "slot_was_set" in step:
        slots = [each for each in step["slot_was_set"] if isinstance(each, dict)]
        yield from (f"slot:{name}={value}" for slot in slots for name, value in slot.items())
