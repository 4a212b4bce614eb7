"""`gutfaq train`: train a model if anything changed that it is made from."""

from __future__ import annotations

import argparse
import time
from typing import Any


def add(subparsers: Any) -> None:
    """Add the verb."""
    verb = subparsers.add_parser("train", help="train a model, if anything changed")
    verb.add_argument("--force", action="store_true", help="train even if nothing changed")
    verb.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Train, saying what is done and how long it took."""
    ensure_model(force=options.force)
    return 0


def ensure_model(*, force: bool = False) -> None:
    """Train unless the newest model is current; progress goes to standard error."""
    from rich.console import Console

    from gutfaq.model import is_current, train
    from gutfaq.project import here

    console = Console(stderr=True)
    project = here()
    if not force and is_current(project):
        return
    begun = time.monotonic()
    with console.status("Training: reading the seed text, the answers and their examples ..."):
        model = train(project)
    console.print(f"Trained {model.name} in {time.monotonic() - begun:.0f} s.")
