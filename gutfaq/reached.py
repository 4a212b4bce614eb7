"""Which answers the scripted conversations reach."""

from __future__ import annotations

from pathlib import Path

from gutfaq.conversations.soundness import answers_reached
from gutfaq.errors import UngroundedAnswer
from gutfaq.phrasebook import Phrasebook


def refuse_unreached(phrasebook: Phrasebook, root: Path) -> None:
    """Refuse an answer that no scripted conversation expects.

    Raises:
        UngroundedAnswer: There is one; it is named with the line that would reach it.
        BadScript: A script is not in the format.
    """
    reached = answers_reached(root / "tests" / "conversations", root)
    for answer in phrasebook.answers.values():
        if answer.name not in reached:
            raise UngroundedAnswer(
                f"{answer.file} is reached by no scripted conversation. Add a case to "
                f"tests/conversations/ with `- answers: {answer.name}`, then run `make test`."
            )
