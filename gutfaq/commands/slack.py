"""`gutfaq slack`."""

from __future__ import annotations

from typing import Any


def add(subparsers: Any) -> None:
    """Add the verb."""
