"""Reads the steps of a case and gathers under each thing a person does what must hold after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from gutfaq.conversations.expectations import read_assertion, read_slots, read_wait
from gutfaq.conversations.located import Located, unknown
from gutfaq.conversations.script import Expectation, Problem, Step

ACTS = ("user", "press", "wait")
EXPECTS = ("bot", "utter", "slot_was_set", "slot_was_not_set")
BESIDE = ("metadata", "assertions", "assertion_order_enabled")

ReadMetadata = Callable[[Located], dict[str, Any]]


@dataclass
class Steps:
    """The steps of a case, as far as they are read.

    Attributes:
        problems: What makes the case unsound.
        warnings: What is left out, as Rasa Pro leaves it out.
    """

    steps: tuple[Step, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


@dataclass
class _Open:
    """A step that still gathers expectations."""

    step: Step
    asserted: bool
    expectations: list[Expectation] = field(default_factory=list)

    def closed(self) -> Step:
        step = self.step
        gathered = tuple(self.expectations)
        return Step(step.does, step.text, step.line, step.metadata, gathered, step.ordered)


def read_steps(value: Located, metadata: dict[str, Any], read_metadata: ReadMetadata) -> Steps:
    """Return the steps.

    Args:
        value: The list under `steps`.
        metadata: What every message of the case carries.
        read_metadata: Returns what a message carries that names metadata of its own.
    """
    result = Steps()
    opened: list[_Open] = []
    items = value.items("steps")
    if not items:
        result.problems.append(Problem(value.line, "The case has no step."))
    pro_assertions = any(
        item.is_mapping and "assertions" in item.mapping("a step") for item in items
    )
    for item in items:
        found = item.mapping("a step")
        acts = [key for key in ACTS if key in found]
        if acts:
            opened.append(_act(item, found, metadata, read_metadata, result))
        else:
            _expect(item, opened, result, ignored=pro_assertions)
    result.steps = tuple(each.closed() for each in opened)
    return result


def _act(
    item: Located,
    found: dict[str, tuple[int, Located]],
    metadata: dict[str, Any],
    read_metadata: ReadMetadata,
    result: Steps,
) -> _Open:
    does = next(key for key in ACTS if key in found)
    item.mapping(f"a `{does}` step", (does, *BESIDE))
    text = read_wait(found[does][1]) if does == "wait" else found[does][1].text(does)
    carried = read_metadata(found["metadata"][1]) if "metadata" in found else metadata
    ordered = _ordered(found)
    kind = cast(Literal["user", "press", "wait"], does)
    opened = _Open(Step(kind, text, found[does][0], carried, (), ordered), "assertions" in found)
    if "assertions" in found:
        line, listed = found["assertions"]
        opened.expectations += [read_assertion(each) for each in listed.items("assertions")]
        if not opened.expectations:
            result.problems.append(Problem(line, "The list of assertions is empty."))
    if does == "wait" and opened.expectations:
        raise item.refuse("a `wait` step says nothing, so it can expect nothing.")
    return opened


def _ordered(found: dict[str, tuple[int, Located]]) -> bool:
    if "assertion_order_enabled" not in found:
        return False
    value = found["assertion_order_enabled"][1]
    if not isinstance(value.plain(), bool):
        raise value.refuse("assertion_order_enabled must be true or false.")
    return bool(value.plain())


def _expect(item: Located, opened: list[_Open], result: Steps, *, ignored: bool) -> None:
    name, value = item.pair("a step")
    if name not in EXPECTS:
        raise item.refuse(unknown(name, (*ACTS, *EXPECTS), "no kind of step"))
    if name in ("bot", "utter"):
        expectation = Expectation(name, value.text(name), item.line)
    else:
        expectation = Expectation(name, read_slots(value, name), item.line)
    if ignored:
        why = f"The `{name}` step is left out: the case has assertions, and Rasa Pro knows either."
        result.warnings.append(Problem(item.line, why))
        return
    if not opened:
        opened.append(_Open(Step("start", "", item.line), asserted=False))
    if opened[-1].step.does == "wait":
        raise item.refuse("nothing is said after `wait`; expect it after a `user` step.")
    opened[-1].expectations.append(expectation)
