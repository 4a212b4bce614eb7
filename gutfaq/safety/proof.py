"""Holds the matcher against the examples in its own data files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from gutfaq.safety.assessment import Assessment, Context
from gutfaq.safety.families import Example, SafetyData
from gutfaq.safety.matcher import Matcher
from gutfaq.safety.policy import Outcome, decide


@dataclass(frozen=True, slots=True)
class Result:
    """One example, what had to be said for it, and what the matcher says."""

    example: Example
    expected: Outcome
    assessment: Assessment

    @property
    def right(self) -> bool:
        """Return whether exactly the expected card and note are said."""
        said = self.assessment
        return (said.card, said.note) == (self.expected.card, self.expected.note)


def examples(data: SafetyData) -> list[Example]:
    """Return every example of every file."""
    return [*data.benign, *(one for family in data.families for one in family.examples)]


def expected(example: Example) -> Outcome:
    """Return what must be said for an example: its kind says how its family is spoken of."""
    if example.expect == "nothing" or example.tier is None:
        return Outcome()
    return decide(example.tier, cast(Context, example.expect))


def prove(matcher: Matcher, rows: Iterable[Example]) -> list[Result]:
    """Return a result for each example."""
    return [Result(one, expected(one), matcher.assess(one.text)) for one in rows]
