"""A turn while it is held against its expectations, and how one fails to hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gutfaq.conversations.script import Expectation
from gutfaq.conversations.turn import TurnResult, Utterance


class Mismatch(Exception):
    """An expectation that does not hold.

    Attributes:
        expected: What should have been, one thing a line.
        got: What was, one thing a line, to be set against `expected`.
        hint: What would help, or nothing.
    """

    def __init__(self, expected: list[str], got: list[str], hint: str = "") -> None:
        super().__init__(f"expected {expected}, got {got}")
        self.expected, self.got, self.hint = expected, got, hint


class Unseen(Exception):
    """An expectation that this door cannot show: it neither holds nor fails."""


@dataclass(frozen=True)
class Project:
    """What checks and soundness know of the project under test.

    Attributes:
        ground_truth: The texts that said sentences must be spans of.
        phrases: Names of everything that can be said; empty when not known.
        actions: Names of the actions; empty when not known.
        slots: Names of the slots; empty when not known.
        answers: Those of the phrases that are answers of a Gut FAQ.
        sentences: Those of its seed texts.
    """

    ground_truth: tuple[str, ...] = ()
    phrases: frozenset[str] = frozenset()
    actions: frozenset[str] = frozenset()
    slots: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()
    sentences: tuple[str, ...] = ()


@dataclass
class Turned:
    """A turn that is being held against its expectations, in order or not.

    Attributes:
        after: Events before this position are used up by earlier expectations.
        covered: Phrases that an expectation of this step has named.
    """

    result: TurnResult
    project: Project
    after: int = 0
    covered: set[str] = field(default_factory=set)

    def utterances(self) -> list[Utterance]:
        """Return what was said and is not used up."""
        return [each for each in self.result.utterances if each.at >= self.after]

    def events(self, kind: str) -> list[tuple[int, Mapping[str, Any]]]:
        """Return the events of a kind that are not used up, with their positions."""
        if not self.result.sees_events:
            raise Unseen
        found = enumerate(self.result.events)
        return [(at, each) for at, each in found if at >= self.after and each["event"] == kind]


Check = Callable[[Any, Turned], "int | None"]
"""Returns the position of the event that matched, or None; raises Mismatch or Unseen."""


def hold(
    expectation: Expectation, checks: Mapping[str, Check], turned: Turned, *, ordered: bool
) -> None:
    """Return when the expectation holds; in order, the next must come after what matched.

    Raises:
        Mismatch: It does not hold.
        Unseen: The door does not show it.
    """
    at = checks[expectation.kind](expectation.value, turned)
    if ordered and at is not None:
        turned.after = at + 1
