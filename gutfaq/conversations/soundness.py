"""Finds what a script says that its project can not mean: names that nothing has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gutfaq.conversations.grammar import read_scripts
from gutfaq.conversations.holding import Project
from gutfaq.conversations.located import unknown
from gutfaq.conversations.script import Case, Expectation, Problem


def unknown_names(case: Case, project: Project) -> list[Problem]:
    """Return a problem for each phrase, action or slot that the project does not have."""
    problems = []
    for step in case.steps:
        for expectation in step.expectations:
            for kind, name in _names(expectation):
                known = getattr(project, kind + "s")
                if known and name not in known:
                    text = unknown(name, known, f"no {kind} of this project")
                    problems.append(Problem(expectation.line, text))
    for slot in case.slots:
        if project.slots and slot not in project.slots:
            text = unknown(slot, project.slots, "no slot of this project, but a fixture sets it")
            problems.append(Problem(case.line, text))
    return problems


def answers_reached(scripts: Path, root: Path) -> set[str]:
    """Return the names of all answers that the scripts of the project in `root` expect.

    Raises:
        BadScript: A script is not in the format.
    """
    return {
        name.removeprefix("utter_")
        for script in read_scripts(scripts, root)
        for case in script.cases
        for step in case.steps
        for expectation in step.expectations
        if expectation.kind == "answers"
        for name in expectation.value
    }


def _names(expectation: Expectation) -> Iterator[tuple[str, str]]:
    """Yield what the expectation names, each with what it should be."""
    kind, value = expectation.kind, expectation.value
    if kind == "utter":
        yield "phrase", value
    elif kind in ("bot_uttered", "bot_did_not_utter"):
        if "utter_name" in value:
            yield "phrase", value["utter_name"]
    elif kind == "action_executed":
        yield "action", value
    elif kind in ("slot_was_set", "slot_was_not_set"):
        yield from (("slot", slot["name"]) for slot in value)
    elif kind in ("answers", "notice"):
        yield from (("phrase", f"utter_{name.removeprefix('utter_')}") for name in value)
    elif kind == "safety" and value.get("card", "none") != "none":
        yield "phrase", f"utter_{value['card'].removeprefix('utter_')}"
