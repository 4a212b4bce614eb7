"""Which answers the scripted conversations reach."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from gutfaq.errors import UngroundedAnswer
from gutfaq.phrasebook import Phrasebook
from gutfaq.yaml import read_yaml


def refuse_unreached(phrasebook: Phrasebook, conversations: Path) -> None:
    """Refuse an answer that no scripted conversation expects.

    Raises:
        UngroundedAnswer: There is one; it is named with the line that would reach it.
    """
    reached: set[str] = set()
    for file in sorted(conversations.rglob("*.yml")):
        reached |= set(_expected(read_yaml(file).get("test_cases") or []))
    for answer in phrasebook.answers.values():
        if answer.name not in reached:
            raise UngroundedAnswer(
                f"{answer.file} is reached by no scripted conversation. Add a case to "
                f"tests/conversations/ with `- answers: {answer.name}`, then run `make test`."
            )


def _expected(cases: Iterable[Any]) -> Iterable[str]:
    for case in cases:
        for step in case.get("steps") or []:
            for assertion in step.get("assertions") or []:
                names = assertion.get("answers") or []
                yield from [names] if isinstance(names, str) else names
