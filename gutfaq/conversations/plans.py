"""The rules and stories of a project, and which of them a conversation walks through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gutfaq.conversations.located import Located, read
from gutfaq.conversations.script import BadScript
from gutfaq.conversations.turn import TurnResult

_UNTOLD = (None, "action_listen", "action_session_start")

Walk = tuple[str, ...]
"""Intents, actions and slots in the order in which they come: `intent:greet`, `slot:seats=2`."""

Scene = tuple[str, Mapping[str, str]]
"""An intent or action, and the slots at its time."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A rule or story: its name and the walks that it describes, one for each `or`."""

    name: str
    walks: tuple[Walk, ...]


@dataclass(frozen=True, slots=True)
class Plans:
    """Every rule and story of the project.

    Attributes:
        begins: The slots that have a value when a conversation begins.
    """

    rules: tuple[Plan, ...] = ()
    stories: tuple[Plan, ...] = ()
    begins: Mapping[str, str] = field(default_factory=dict)

    def rules_of(self, result: TurnResult) -> list[str]:
        """Return the rules that a turn follows, those with the most steps first."""
        scenes = scenes_of([result], {})
        steps = [(plan, [step for step in walk if not _slot(step)]) for plan, walk in self._rules()]
        found = [(len(walk), plan.name) for plan, walk in steps if walk and goes(scenes, walk)]
        return [name for _, name in sorted(found, reverse=True)]

    def stories_of(self, results: Iterable[TurnResult]) -> list[str]:
        """Return the stories whose steps come in a row somewhere, with their slots as they say."""
        scenes = scenes_of(results, self.begins)
        return [
            plan.name for plan in self.stories if any(goes(scenes, walk) for walk in plan.walks)
        ]

    def _rules(self) -> Iterator[tuple[Plan, Walk]]:
        yield from ((plan, walk) for plan in self.rules for walk in plan.walks)


def scenes_of(results: Iterable[TurnResult], begins: Mapping[str, str]) -> list[Scene]:
    """Return the intents and actions of a conversation, each with the slots at its time."""
    scenes: list[Scene] = []
    slots = dict(begins)
    for result in results:
        intent, _ = result.intent
        if intent:
            scenes.append((f"intent:{intent}", dict(slots)))
        for event in result.events:
            if event["event"] == "slot":
                slots[event["name"]] = str(event["value"])
            elif event["event"] == "action" and event["name"] not in _UNTOLD:
                scenes.append((str(event["name"]), dict(slots)))
    return scenes


def goes(scenes: Sequence[Scene], walk: Sequence[str]) -> bool:
    """Return whether the walk's steps come in a row, its slots as they are at the next step."""
    told: list[tuple[str, list[tuple[str, str]]]] = []
    asked: list[tuple[str, str]] = []
    for step in walk:
        if _slot(step):
            name, _, value = step.removeprefix("slot:").partition("=")
            asked.append((name, value))
        else:
            told.append((step, asked))
            asked = []
    starts = range(len(scenes) - len(told) + 1) if told else ()
    return any(all(map(_fits, scenes[at:], told)) for at in starts)


def _fits(scene: Scene, told: tuple[str, list[tuple[str, str]]]) -> bool:
    step, slots = scene
    return step == told[0] and all(slots.get(name) == value for name, value in told[1])


def _slot(step: str) -> bool:
    return step.startswith("slot:")


def read_plans(root: Path) -> Plans:
    """Return the rules and stories under `data/`; a file that is not YAML is left to Rasa."""
    rules: list[Plan] = []
    stories: list[Plan] = []
    begins: dict[str, str] = {}
    domain = [root / "domain.yml", *(root / "domain").rglob("*.yml")]
    for path in sorted([*(root / "data").rglob("*.yml"), *filter(Path.is_file, domain)]):
        try:
            top = read(path)
            found = top.mapping("training data") if top is not None and top.is_mapping else {}
            rules += _plans(found.get("rules"), "rule")
            stories += _plans(found.get("stories"), "story")
            begins |= _begins(found.get("slots"))
        except BadScript:
            continue
    return Plans(tuple(rules), tuple(stories), begins)


def _plans(found: tuple[int, Located] | None, key: str) -> Iterator[Plan]:
    for item in found[1].plain() if found is not None else ():
        yield Plan(str(item[key]), tuple(map(tuple, _walks(item.get("steps") or []))))


def _begins(found: tuple[int, Located] | None) -> dict[str, str]:
    slots = found[1].plain() if found is not None else {}
    told = {name: (slot or {}).get("initial_value") for name, slot in slots.items()}
    return {name: str(value) for name, value in told.items() if value is not None}


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
