"""Plays a case: one step after the other, each held against what it expects."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gutfaq.conversations.clock import Clock
from gutfaq.conversations.holding import Mismatch, Project, Turned, Unseen, hold
from gutfaq.conversations.own_checks import OWN_CHECKS, in_order
from gutfaq.conversations.script import Case, Expectation, Step
from gutfaq.conversations.turn import Driver, Session, TurnResult


@dataclass(slots=True)
class Held:
    """An expectation and what came of it: it holds, or `mismatch`, or the door hides it."""

    expectation: Expectation
    mismatch: Mismatch | None = None
    unseen: bool = False


@dataclass(slots=True)
class Played:
    """One step as it was played."""

    step: Step
    result: TurnResult
    held: list[Held] = field(default_factory=list)
    trouble: str | None = None

    @property
    def failed(self) -> bool:
        """Whether the step did not go as the script says."""
        return self.trouble is not None or any(each.mismatch for each in self.held)


@dataclass(slots=True)
class Playback:
    """A case as far as it was played: to its end, or to the first step that failed.

    Attributes:
        took: Seconds from its start to its end, with all that the playing itself costs.
    """

    case: Case
    played: list[Played] = field(default_factory=list)
    took: float = 0.0

    @property
    def failed(self) -> Played | None:
        """The step that failed, if one did."""
        return next((each for each in self.played if each.failed), None)

    @property
    def saw_nothing(self) -> bool:
        """Whether the door hides everything that the case expects."""
        held = [each for played in self.played for each in played.held]
        return bool(held) and all(each.unseen for each in held)


async def play(case: Case, driver: Driver, project: Project) -> Playback:
    """Play the case to its end or to the first step that fails."""
    playback, watch = Playback(case), time.perf_counter()
    with Clock(case.clock) as clock:
        session = await driver.start(case)
        last = session.opening
        for step in case.steps:
            played = await _play(step, last, session, driver, clock)
            last = played.result
            _hold(played, project)
            playback.played.append(played)
            if played.failed:
                break
    playback.took = time.perf_counter() - watch
    return playback


async def _play(
    step: Step, last: TurnResult, session: Session, driver: Driver, clock: Clock
) -> Played:
    if step.does == "start":
        return Played(step, session.opening)
    if step.does == "wait":
        clock.wait(step.text)
        return Played(step, last)
    button = None
    if step.does == "press":
        button = next((each for each in last.buttons if each["title"] == step.text), None)
        if button is None:
            offered = ", ".join(repr(each["title"]) for each in last.buttons) or "no button"
            trouble = f"There is no button {step.text!r} to press; the last turn offered {offered}."
            return Played(step, TurnResult(), trouble=trouble)
    session.turns += 1
    return Played(step, await driver.say(session, step, button))


def _hold(played: Played, project: Project) -> None:
    if played.trouble or played.step.does == "wait":
        return
    if played.result.raised:
        played.trouble = " ".join(played.result.raised)
    elif error := _error(played.result.reply):
        played.trouble = f"The assistant reports an error: {error}"
    turned = Turned(played.result, project)
    for expectation in in_order(played.step.expectations):
        if expectation.kind == "says_nothing_else" and played.failed:
            return  # what failed already tells what was said in place of what
        held = Held(expectation)
        played.held.append(held)
        try:
            hold(expectation, OWN_CHECKS, turned, ordered=played.step.ordered)
        except Mismatch as mismatch:
            held.mismatch = mismatch
        except Unseen:
            held.unseen = True


def _error(reply: Mapping[str, Any] | None) -> str | None:
    return None if reply is None else reply.get("error")
