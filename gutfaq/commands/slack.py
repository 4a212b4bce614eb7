"""`gutfaq slack`: gateway, manifest, check and key."""

from __future__ import annotations

from typing import Any


def add(subparsers: Any) -> None:
    """Add the verb with its own verbs."""
    from gutfaq.channels.slack.commands import add_commands

    add_commands(subparsers)
