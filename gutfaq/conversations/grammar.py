"""Reads a script file: Rasa Pro's end-to-end format, with this project's own keys on top."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from gutfaq.conversations import steps
from gutfaq.conversations.located import Located, read, unknown
from gutfaq.conversations.script import Case, Problem, Script

TOP = ("version", "fixtures", "metadata", "stub_custom_actions", "test_cases", "clock", "markers")
CASE = ("test_case", "fixtures", "metadata", "steps", "clock", "markers")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*$")


@dataclass
class Shared:
    """What the cases of a file may name, and which of it they did name."""

    fixtures: dict[str, dict[str, Any]] = field(default_factory=dict)
    metadata: dict[str, dict[str, Any]] = field(default_factory=dict)
    stubs: dict[str, Any] | None = None
    clock: str | None = None
    markers: tuple[str, ...] = ()
    lines: dict[str, int] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)


def read_script(path: Path, fixtures: Mapping[str, dict[str, Any]] | None = None) -> Script:
    """Return the file's cases.

    Args:
        path: A YAML file with the key `test_cases`.
        fixtures: Those of the `conftest.yml` files above; the file's own win.

    Raises:
        BadScript: The file is not in the format; the line says where and the nearest right thing.
    """
    top = read(path)
    if top is None:
        return Script(path, (), (Problem(1, "The file is empty, so it expects nothing."),))
    found = top.mapping("a script", TOP)
    if "test_cases" not in found:
        raise top.refuse("a script needs the key `test_cases`.")
    shared = _shared(found)
    shared.fixtures = {**(fixtures or {}), **shared.fixtures}
    line, listed = found["test_cases"]
    warnings: list[Problem] = []
    cases = [_case(item, shared, warnings) for item in listed.items("test_cases")]
    problems = _unused(shared, cases) + _doubles(cases)
    if not cases:
        problems.append(Problem(line, "The file has no test case, so it expects nothing."))
    return Script(path, tuple(cases), tuple(problems), tuple(warnings))


def read_scripts(folder: Path, root: Path) -> Iterator[Script]:
    """Yield every script in a folder of the project in `root`.

    Raises:
        BadScript: One of them is not in the format.
    """
    for path in sorted(folder.rglob("*.y*ml")):
        if path.name != "conftest.yml":
            yield read_script(path, shared_fixtures(path, root))


def read_fixtures(path: Path) -> dict[str, dict[str, Any]]:
    """Return the fixtures that a `conftest.yml` shares; its other keys are Rasa Pro's."""
    top = read(path)
    found = {} if top is None else top.mapping("conftest.yml")
    return _named(found["fixtures"][1], "fixture") if "fixtures" in found else {}


def shared_fixtures(path: Path, root: Path) -> dict[str, dict[str, Any]]:
    """Return the fixtures of every `conftest.yml` from the root down to the script's folder."""
    fixtures: dict[str, dict[str, Any]] = {}
    for folder in reversed([each for each in path.parents if each.is_relative_to(root)]):
        shared = folder / "conftest.yml"
        if shared.is_file():
            fixtures |= read_fixtures(shared)
    return fixtures


def _shared(found: dict[str, tuple[int, Located]]) -> Shared:
    shared = Shared()
    if "fixtures" in found:
        shared.fixtures = _named(found["fixtures"][1], "fixture", shared.lines)
    if "metadata" in found:
        shared.metadata = _named(found["metadata"][1], "metadata", shared.lines)
    if "stub_custom_actions" in found:
        shared.stubs = _stubs(found["stub_custom_actions"][1], shared.lines)
    shared.clock = _clock(found)
    shared.markers = _markers(found)
    return shared


def _named(
    value: Located, what: str, lines: dict[str, int] | None = None
) -> dict[str, dict[str, Any]]:
    named: dict[str, dict[str, Any]] = {}
    for item in value.items(f"{what}s" if what == "fixture" else what):
        name, content = item.pair(f"an entry of {what}")
        if not _NAME.match(name):
            raise item.refuse(f"{name!r} is no name: letters, digits and _, no digit first.")
        if name in named:
            raise item.refuse(f"the {what} {name!r} is there twice.")
        named[name] = _pairs(content, f"the {what} {name!r}")
        if lines is not None:
            lines[f"{what} {name!r}"] = item.line
    return named


def _pairs(content: Located, what: str) -> dict[str, Any]:
    """Return `key: value` pairs, written as a mapping or as a list of one-key mappings."""
    if content.is_mapping:
        return {key: value.plain() for key, (_, value) in content.mapping(what).items()}
    pairs = [item.pair(f"an entry of {what}") for item in content.items(what)]
    return {key: value.plain() for key, value in pairs}


def _stubs(value: Located, lines: dict[str, int]) -> dict[str, Any]:
    stubs: dict[str, Any] = {}
    for name, (line, content) in value.mapping("stub_custom_actions").items():
        found = content.mapping(f"the stub {name!r}", ("events", "responses"))
        for key, (_, inner) in found.items():
            for entry in inner.items(f"{key} of the stub {name!r}"):
                entry.mapping(f"an entry of {key}")
        stubs[name] = {"events": [], "responses": []} | content.plain()
        lines[f"stub {name!r}"] = line
    return stubs


def _clock(found: dict[str, tuple[int, Located]]) -> str | None:
    if "clock" not in found:
        return None
    value = found["clock"][1]
    text = value.text("clock")
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise value.refuse(f"clock: {text!r} is no time such as '2026-01-05 09:00'.") from None
    return text


def _markers(found: dict[str, tuple[int, Located]]) -> tuple[str, ...]:
    if "markers" not in found:
        return ()
    return tuple(item.text("a marker") for item in found["markers"][1].items("markers"))


def _case(item: Located, shared: Shared, warnings: list[Problem]) -> Case:
    found = item.mapping("a test case", CASE)
    for key in ("test_case", "steps"):
        if key not in found:
            raise item.refuse(f"a test case needs the key `{key}`.")
    name = found["test_case"][1].text("test_case")
    slots: dict[str, Any] = {}
    if "fixtures" in found:
        for fixture in found["fixtures"][1].items("fixtures"):
            slots |= _named_one(fixture, "fixture", shared.fixtures, shared)
    metadata: dict[str, Any] = {}
    if "metadata" in found:
        metadata = _named_one(found["metadata"][1], "metadata", shared.metadata, shared)

    def message_metadata(value: Located) -> dict[str, Any]:
        return metadata | _named_one(value, "metadata", shared.metadata, shared)

    read_steps = steps.read_steps(found["steps"][1], metadata, message_metadata)
    warnings += read_steps.warnings
    problems = list(read_steps.problems)
    if not any(step.expectations for step in read_steps.steps):
        problems.append(Problem(item.line, "The case expects nothing."))
    return Case(
        name=name,
        path=item.path,
        line=item.line,
        steps=read_steps.steps,
        slots=slots,
        stubs=_stubs_of(name, shared),
        clock=_clock(found) or shared.clock,
        markers=shared.markers + _markers(found),
        problems=tuple(problems),
    )


def _named_one(
    value: Located, what: str, known: Mapping[str, dict[str, Any]], shared: Shared
) -> dict[str, Any]:
    name = value.text(what)
    if name not in known:
        is_no = f"no {what} of this file" if known else f"no {what}: the file declares none"
        raise value.refuse(unknown(name, known, is_no))
    shared.used.add(f"{what} {name!r}")
    return known[name]


def _stubs_of(case_name: str, shared: Shared) -> dict[str, Any] | None:
    """Return the stubs of a case by action; `case::action` wins over `action`."""
    if shared.stubs is None:
        return None
    everyone = {name: stub for name, stub in shared.stubs.items() if "::" not in name}
    own = {}
    for name, stub in shared.stubs.items():
        whose, _, action = name.partition("::")
        if action and whose == case_name:
            own[action] = stub
            shared.used.add(f"stub {name!r}")
    return everyone | own


def _unused(shared: Shared, cases: list[Case]) -> list[Problem]:
    problems = []
    for name, line in shared.lines.items():
        whose_case = name.startswith("stub") and "::" in name
        if name.startswith("stub") and not whose_case:
            continue  # whether an action runs is known only when the case is played
        if name not in shared.used:
            why = "names no case of this file" if whose_case else "is used by no case"
            problems.append(Problem(line, f"The {name} {why}."))
    return problems


def _doubles(cases: list[Case]) -> list[Problem]:
    seen: dict[str, int] = {}
    problems = []
    for case in cases:
        if case.name in seen:
            first = seen[case.name]
            text = f"The name {case.name!r} is already that of the case in line {first}."
            problems.append(Problem(case.line, text))
        seen.setdefault(case.name, case.line)
    return problems
