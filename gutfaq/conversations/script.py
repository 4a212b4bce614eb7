"""What a script file says, once it is read: cases, steps and what each step expects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from gutfaq.errors import Refused


class BadScript(Refused):
    """A script file that is not in the format, with the line and the nearest right thing."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """One thing that must hold after a step.

    Attributes:
        kind: The assertion's key, `bot_uttered` for instance; a `bot:` step is `bot`.
        value: As written, checked for its shape.
        line: Where it stands in the file, counted from 1.
    """

    kind: str
    value: Any
    line: int


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a person does, and everything that must hold after it.

    Attributes:
        does: `user` types `text`, `press` presses the button titled `text`, `wait` lets `text` (a
            time such as `90 minutes`) pass, `start` is the beginning of the conversation.
        ordered: The expectations must hold in the order in which they are written.
    """

    does: Literal["start", "user", "press", "wait"]
    text: str
    line: int
    metadata: Mapping[str, Any] = field(default_factory=dict)
    expectations: tuple[Expectation, ...] = ()
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Something unsound in a script that can nevertheless be read."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """One conversation.

    Attributes:
        slots: Set after the session has started and before the first step.
        stubs: What each custom action answers, by its name; None when nothing is stubbed.
        clock: The time at which the conversation begins, in ISO form.
        problems: What makes the case unsound; it fails before it is played.
    """

    name: str
    path: Path
    line: int
    steps: tuple[Step, ...]
    slots: Mapping[str, Any] = field(default_factory=dict)
    stubs: Mapping[str, Any] | None = None
    clock: str | None = None
    markers: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """One file of cases, with what is unsound about the file as a whole."""

    path: Path
    cases: tuple[Case, ...]
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
