"""Loggers for libraries that write down more than we may."""

from __future__ import annotations

import logging


def quiet_logger(name: str) -> logging.Logger:
    """Return a logger for Bolt and the SDK, whose chattier levels show bodies and words."""
    logger = logging.getLogger(f"gutfaq.slack.{name}")
    logger.setLevel(logging.CRITICAL)
    return logger
