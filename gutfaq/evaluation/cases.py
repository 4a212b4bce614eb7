"""Held-out cases: what people write, and what a right reply must and must not say."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gutfaq.errors import Refused


class UnreadableCase(Refused):
    """A folder of cases that holds none, or a row that is no case."""


@dataclass(frozen=True, slots=True)
class Case:
    """One conversation.

    Attributes:
        id: Unique in its folder.
        set: `inscope`, `near`, `far`, `multi`, `dialogues`, `perturbed` and so on.
        kind: Groups cases in reports.
        turns: Each with `text` or `press`, and `expect`.
        clean_id: The case that this one is a disturbed form of.
    """

    id: str
    set: str
    kind: str
    turns: Sequence[Mapping[str, Any]]
    clean_id: str | None = None

    @property
    def texts(self) -> list[str]:
        """What is typed, turn by turn; a press as nothing."""
        return [str(turn.get("text") or "") for turn in self.turns]


def read_cases(directory: Path, sets: Sequence[str] = ()) -> list[Case]:
    """Return the cases of every `*.jsonl` in the directory, of these sets only if any are named.

    Raises:
        UnreadableCase: There are none, or a row lacks a key.
    """
    cases = [case for file in sorted(directory.glob("*.jsonl")) for case in _read(file)]
    chosen = [case for case in cases if not sets or case.set in sets]
    if not chosen:
        raise UnreadableCase(
            f"{directory} holds no cases{' of ' + ', '.join(sets) if sets else ''} (*.jsonl). "
            "Name a folder that does: make eval EVAL=tests/eval."
        )
    return chosen


def _read(file: Path) -> list[Case]:
    cases = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            case = Case(row["id"], row["set"], row["kind"], row["turns"], row.get("clean_id"))
        except (ValueError, KeyError, TypeError) as error:
            raise UnreadableCase(
                f"{file} line {number} is no case ({error!r}): it needs id, set, kind and turns. "
                "tests/eval/README.md shows one."
            ) from error
        cases.append(case)
    return cases
