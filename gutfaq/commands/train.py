"""`gutfaq train`: train a model if anything changed that it is made from."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from typing import Any


def add(subparsers: Any) -> None:
    """Add the verb."""
    verb = subparsers.add_parser("train", help="train a model, if anything changed")
    verb.add_argument("--force", action="store_true", help="train even if nothing changed")
    verb.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Train in this process, saying on standard error what is done and how long it took."""
    from rich.console import Console

    from gutfaq.model import is_current, train
    from gutfaq.project import here

    project = here()
    if is_current(project) and not options.force:
        return 0
    console, begun = Console(stderr=True), time.monotonic()
    with console.status("Training: reading the seed text, the answers and their examples ..."):
        model = train(project)
    console.print(f"Trained {model.name} in {time.monotonic() - begun:.0f} s.")
    return 0


def ensure_model() -> None:
    """Train, unless the newest model is current.

    In a process of its own: what training needs of memory is gone when the assistant serves.

    Raises:
        Refused: Training failed; its own line says why.
    """
    from gutfaq.errors import Refused
    from gutfaq.model import is_current
    from gutfaq.project import here

    if is_current(here()):
        return
    trained = subprocess.run([sys.executable, "-m", "gutfaq.cli", "train"], check=False)
    if trained.returncode != 0:
        raise Refused("No model was trained. Mend what the line above says, then try again.")
