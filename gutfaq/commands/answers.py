"""`gutfaq answers`: every answer and every fixed line, in full."""

from __future__ import annotations

import argparse
from typing import Any


def add(subparsers: Any) -> None:
    """Add the verb."""
    verb = subparsers.add_parser("answers", help="print everything the assistant can say")
    verb.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print answers with the place of each sentence, then notices with their voice."""
    from gutfaq.phrasebook import read_phrasebook
    from gutfaq.project import here

    phrasebook = read_phrasebook(here())
    for answer in phrasebook.answers.values():
        print(f"{answer.phrase}  ({answer.title})")
        for sentence in answer.sentences:
            print(f"    {sentence.seed}:{sentence.line}  {sentence.words}")
        print(f"    notice: {answer.notice}; related: {', '.join(answer.related)}\n")
    for notice in phrasebook.notices.values():
        print(
            f"{notice.phrase}  [{notice.voice} voice]\n    {phrasebook.say(notice.phrase).text}\n"
        )
    return 0
