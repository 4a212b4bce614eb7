"""`gutfaq seeds`: numbered sentences of the seed text, and who quotes them."""

from __future__ import annotations

import argparse
from typing import Any


def add(subparsers: Any) -> None:
    """Add the verb."""
    verb = subparsers.add_parser("seeds", help="print the seed's sentences and who quotes them")
    verb.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print every sentence, even of a project whose answers are not in order."""
    from gutfaq.answers import read_answers
    from gutfaq.errors import Refused
    from gutfaq.project import here
    from gutfaq.seed import read_seeds

    project = here()
    sentences = read_seeds(project.seeds)
    try:
        answers = read_answers(project.data / "answers", sentences)
    except Refused as refusal:
        print(f"{refusal}\n")
        answers = ()
    for sentence in sentences:
        quoted_by = [answer.name for answer in answers if sentence in answer.sentences]
        kind = (
            "heading" if sentence.heading else "leans on the one before" if sentence.leans else ""
        )
        print(f"{sentence.number:3}  {sentence.words}")
        print(
            f"     {sentence.seed} line {sentence.line}, characters {sentence.start}-{sentence.end}"
            f"{', ' + kind if kind else ''}; quoted by {', '.join(quoted_by) or 'nobody'}\n"
        )
    return 0
