"""A script as pytest sees it: the file, its cases, and what is unsound about the file."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gutfaq.conversations import prose, soundness
from gutfaq.conversations.bench import Bench
from gutfaq.conversations.grammar import read_script, shared_fixtures
from gutfaq.conversations.runner import Playback, play
from gutfaq.conversations.script import BadScript, Case, Problem
from gutfaq.conversations.turn import NotThroughThisDoor

SOUND = "(the file is sound)"


class ScriptWarning(pytest.PytestWarning):
    """Something in a script that is left out, as Rasa Pro leaves it out."""


class ScriptFailed(Exception):
    """A case that did not go as its script says, told in prose."""


class ScriptFile(pytest.File):
    """A YAML file of scripted conversations."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield an item for each case, and one for the file if something is wrong with it."""
        root = self.config.rootpath
        try:
            script = read_script(self.path, shared_fixtures(self.path, root))
        except BadScript as error:
            raise self.CollectError(str(error).replace(f"{root}/", "")) from None
        for warning in script.warnings:
            text = f"{prose.where(self.path, warning.line, root)}: {warning.text}"
            warnings.warn(ScriptWarning(text), stacklevel=1)
        if script.problems:
            yield UnsoundFile.from_parent(self, name=SOUND, problems=script.problems)
        for case in script.cases:
            yield ScriptCase.from_parent(self, name=case.name, case=case)


class ScriptCase(pytest.Item):
    """One scripted conversation."""

    def __init__(self, *, case: Case, **rest: Any) -> None:
        super().__init__(**rest)
        self.case = case
        self.playback: Playback | None = None
        declared = {line.partition(":")[0].strip() for line in self.config.getini("markers")}
        for marker in ("conversation", *case.markers, *({"model"} & declared)):
            self.add_marker(marker)

    def runtest(self) -> None:
        """Play the case and fail unless it goes as the script says."""
        if self.case.problems:
            raise ScriptFailed(prose.tell_problems(self.case, self.config.rootpath))
        bench = Bench.of(self.config)
        driver = bench.driver()
        names = soundness.unknown_names(self.case, bench.project)
        if names:
            case = _with_problems(self.case, names)
            raise ScriptFailed(prose.tell_problems(case, self.config.rootpath))
        if bench.settings.url and (self.case.clock or self.case.slots or self.case.stubs):
            pytest.skip("a running server's clock, slots and actions can not be set")
        try:
            self.playback = bench.run(play(self.case, driver, bench.project))
        except NotThroughThisDoor as reason:
            pytest.skip(str(reason))
        if self.playback.failed:
            raise ScriptFailed(prose.tell_failure(self.playback, bench.plans, self.config.rootpath))
        if self.playback.saw_nothing:
            pytest.skip("this door shows nothing of what the case expects")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return the failure in prose; anything unforeseen with its traceback."""
        if isinstance(excinfo.value, (ScriptFailed, BadScript)):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """See parent class."""
        return self.path, self.case.line - 1, self.name


class UnsoundFile(pytest.Item):
    """Fails, and says what is wrong with a file that can nevertheless be read."""

    def __init__(self, *, problems: tuple[Problem, ...], **rest: Any) -> None:
        super().__init__(**rest)
        self.problems = problems
        self.add_marker("conversation")

    def runtest(self) -> None:
        """Fail."""
        root = self.config.rootpath
        lines = [
            f"{prose.where(self.path, each.line, root)}: {each.text}" for each in self.problems
        ]
        raise ScriptFailed("\n".join(lines))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """See parent class."""
        return str(excinfo.value)

    def reportinfo(self) -> tuple[Path, int, str]:
        """See parent class."""
        return self.path, self.problems[0].line - 1, self.name


def _with_problems(case: Case, problems: list[Problem]) -> Case:
    from dataclasses import replace

    return replace(case, problems=tuple(problems))
