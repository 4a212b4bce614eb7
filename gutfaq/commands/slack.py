"""`gutfaq slack`: serve Slack from a process of its own; set Slack up."""

from __future__ import annotations

from typing import Any

from gutfaq.channels.slack.commands import add_commands


def add(subparsers: Any) -> None:
    """Add the verb and its own verbs."""
    add_commands(subparsers)
