"""`gutfaq check`: refuse what is not grounded, before anything is trained."""

from __future__ import annotations

import argparse
from typing import Any


def add(subparsers: Any) -> None:
    """Add the verb."""
    verb = subparsers.add_parser("check", help="refuse what is not grounded in the seed text")
    verb.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check seeds, answers, notices, red flags, contacts and scripted conversations."""
    from gutfaq.phrasebook import read_phrasebook
    from gutfaq.project import here
    from gutfaq.reached import refuse_unreached
    from gutfaq.safety import load

    project = here()
    phrasebook = read_phrasebook(project)
    load(project.data / "safety")
    refuse_unreached(phrasebook, project.root)
    print(
        f"Grounded: {len(phrasebook.sentences)} sentences, {len(phrasebook.answers)} answers, "
        f"{len(phrasebook.notices)} notices; every sentence is quoted, every answer is scripted."
    )
    return 0
