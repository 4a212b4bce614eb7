"""`gutfaq forget`: delete old conversations, or all."""

from __future__ import annotations

import argparse
from typing import Any


def add(subparsers: Any) -> None:
    """Add the verb."""
    verb = subparsers.add_parser("forget", help="delete conversations older than some days")
    verb.add_argument("--days", type=float, default=30.0, help="unchanged for so many days (30)")
    verb.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Delete, and say how many."""
    from gutfaq.storage import Conversations

    count = Conversations().forget_old(options.days)
    print(f"Deleted {count} conversations that were unchanged for {options.days:g} days.")
    return 0
