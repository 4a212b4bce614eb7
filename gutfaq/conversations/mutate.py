"""Spoils the assistant one way at a time and tells which scripted conversation noticed.

`make mutate` runs all of it, `python -m gutfaq.conversations.mutate --kind rule` a part. Files are
changed in a temporary copy. What training would make of the change is made without training: words
and red flags are read anew, and a rule or story is taken out of the trained policies.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from unittest import mock

from gutfaq.conversations import forgetting
from gutfaq.conversations.grammar import read_scripts
from gutfaq.conversations.gutfaq_driver import GutfaqDriver, load
from gutfaq.conversations.mutants import KINDS, Mutant, all_mutants
from gutfaq.conversations.plans import Plan, read_plans
from gutfaq.conversations.rasa_driver import quiet
from gutfaq.conversations.runner import play
from gutfaq.conversations.script import Case
from gutfaq.conversations.settings import Settings
from gutfaq.errors import Refused

COPIED = ("data", "seeds", "config.yml", "domain.yml", "endpoints.yml", "credentials.yml")


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant.

    Attributes:
        caught_by: The case that failed or the refusal that stopped it; None if it survived.
        changed: False when nothing of what the assistant runs on changed, so nothing can notice.
    """

    mutant: Mutant
    caught_by: str | None
    changed: bool = True


class Unspoilt:
    """The assistant as it is: a case that fails on it notices nothing."""

    def __init__(self, root: Path, cases: list[Case] | None = None) -> None:
        self.root = root
        self.cases = read_cases(root) if cases is None else cases
        self._driver: GutfaqDriver | None = None
        self._passes: dict[tuple[Path, str], bool] = {}

    @property
    def driver(self) -> GutfaqDriver:
        """What talks to it; loaded at the first use."""
        if self._driver is None:
            with home(self.root):
                self._driver = _driver(self.root)
        return self._driver

    def passes(self, case: Case) -> bool:
        """Return whether the case goes as scripted."""
        key = (case.path, case.name)
        if key not in self._passes:
            with home(self.root):
                self._passes[key] = failure(case, self.driver) is None
        return self._passes[key]


def outcomes(
    root: Path, mutants: Iterable[Mutant], cases: list[Case] | None = None
) -> Iterator[Outcome]:
    """Yield what becomes of each mutant of the project in `root`, whose model is current.

    Args:
        root: The project; its files stay as they are.
        mutants: One is tried at a time.
        cases: Those that may notice; by default all of `tests/conversations`.
    """
    unspoilt = Unspoilt(root, cases)
    for mutant in mutants:
        if mutant.gone is not None:
            yield _forgotten(mutant, mutant.gone, unspoilt)
            continue
        with copy_of(root) as copy:
            mutant.spoil(copy)
            yield _spoilt(mutant, unspoilt, copy)


def read_cases(root: Path, folder: str = "tests/conversations") -> list[Case]:
    """Return every case of the project's scripts, or of those in a folder."""
    return [case for script in read_scripts(root / folder, root) for case in script.cases]


@contextmanager
def copy_of(root: Path) -> Iterator[Path]:
    """Make a temporary copy of what the assistant is made of; its model is linked, not copied."""
    with tempfile.TemporaryDirectory(prefix="gutfaq-mutant-") as folder:
        copy = Path(folder).resolve()
        for name in COPIED:
            source = root / name
            if source.is_dir():
                shutil.copytree(source, copy / name)
            elif source.is_file():
                shutil.copy(source, copy / name)
        (copy / "models").symlink_to(root / "models")
        yield copy


@contextmanager
def home(root: Path) -> Iterator[None]:
    """Have actions and components take their words from this project."""
    with mock.patch.dict(os.environ, {"GUTFAQ_HOME": str(root)}):
        yield


def failure(case: Case, driver: GutfaqDriver) -> str | None:
    """Return where and on which assertions the case fails, or None."""
    try:
        failed = asyncio.run(play(case, driver, driver.project)).failed
    except Refused as refusal:
        return f"{case.path.name}:{case.line} {case.name} ({refusal})"
    if failed is None:
        return None
    kinds = ", ".join(held.expectation.kind for held in failed.held if held.mismatch)
    return f"{case.path.name}:{failed.step.line} {case.name} ({kinds or failed.trouble})"


def _driver(root: Path, limits: Mapping[str, float] = MappingProxyType({})) -> GutfaqDriver:
    settings = Settings(root, root, root / "models", root / "endpoints.yml")
    gc.unfreeze()  # loading froze the assistant before this one for good: 100 MB each
    with forgetting.of_staleness(), forgetting.of_limits(limits):
        driver = asyncio.run(load(settings))
    forgetting.renew(driver.assistant)
    quiet(logging.CRITICAL)  # what is spoilt complains
    return driver


def _forgotten(mutant: Mutant, plan: Plan, unspoilt: Unspoilt) -> Outcome:
    """Play without a rule or story; nothing else changes, so nothing is loaded anew."""
    driver = unspoilt.driver
    gone = forgetting.memories(driver.assistant.agent, plan, read_plans(unspoilt.root))
    if not gone:
        return Outcome(mutant, None, changed=False)
    return _played(mutant, unspoilt, driver, unspoilt.root, gone)


def _spoilt(mutant: Mutant, unspoilt: Unspoilt, copy: Path) -> Outcome:
    with home(copy):
        try:
            driver = _driver(copy, mutant.limits)
        except Refused as refusal:
            return Outcome(mutant, f"refused: {str(refusal).replace(f'{copy}/', '')}")
    agent, in_config = driver.assistant.agent, mutant.kind == "threshold" and not mutant.limits
    if in_config and not forgetting.configure(agent, copy / "config.yml"):
        return Outcome(mutant, None, changed=False)
    return _played(mutant, unspoilt, driver, copy)


def _played(
    mutant: Mutant,
    unspoilt: Unspoilt,
    driver: GutfaqDriver,
    root: Path,
    gone: Sequence[forgetting.Memory] = (),
) -> Outcome:
    for case in _sorted(unspoilt.cases, mutant):
        with home(root), forgetting.of_memories(gone):
            caught_by = failure(case, driver)
        if caught_by is not None and unspoilt.passes(case):
            return Outcome(mutant, caught_by)
    return Outcome(mutant, None)


def _sorted(cases: Iterable[Case], mutant: Mutant) -> list[Case]:
    """Return all cases, those first that speak of what was spoilt."""

    def distance(case: Case) -> int:
        words = " ".join([str(case.path), case.name, *(repr(step) for step in case.steps)])
        return -sum(near in words for near in mutant.near)

    return sorted(cases, key=distance)


def tell(outcome: Outcome) -> str:
    """Return one line: what was spoilt, and what noticed."""
    if not outcome.changed:
        return f"  same    {outcome.mutant.what}: the same is chosen without it"
    if outcome.caught_by is None:
        return f"SURVIVED  {outcome.mutant.what}"
    return f"  caught  {outcome.mutant.what}: {outcome.caught_by}"


def chosen(root: Path, kinds: Sequence[str], every: int) -> list[Mutant]:
    """Return the mutants of these kinds, of each kind every so many."""
    found: list[Mutant] = []
    for kind in kinds:
        found += [each for each in all_mutants(root) if each.kind == kind][::every]
    return found


def main(arguments: Sequence[str]) -> int:
    """Spoil, play and tell; return 1 when a mutant survived."""
    parser = argparse.ArgumentParser(description="Spoil the assistant; do the scripts notice?")
    parser.add_argument("--kind", action="append", choices=KINDS, help="only these kinds")
    parser.add_argument("--every", type=int, default=1, help="of each kind only every so many")
    options = parser.parse_args(arguments)
    root, begun, survived, count = Path.cwd(), time.monotonic(), 0, 0
    for outcome in outcomes(root, chosen(root, options.kind or KINDS, options.every)):
        count += outcome.changed
        survived += outcome.changed and outcome.caught_by is None
        sys.stdout.write(tell(outcome) + "\n")
        sys.stdout.flush()
    took = time.monotonic() - begun
    sys.stdout.write(f"{count - survived} of {count} mutants caught in {took:.0f} s\n")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
