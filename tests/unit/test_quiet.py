"""Before Rasa is imported: no telemetry, and no lines that could hold what people typed."""

from __future__ import annotations

import logging
import os
import subprocess
import sys

import pytest

QUIET = """
import logging, os
from gutfaq.quiet import be_quiet
be_quiet()
print(os.environ["RASA_TELEMETRY_ENABLED"])
logging.basicConfig(level=logging.DEBUG)
logging.getLogger("rasa.core.processor").error("CANARY")
logging.getLogger("rasa_sdk.executor").exception("CANARY")
import structlog
structlog.get_logger().error("CANARY", text="CANARY")
logging.getLogger("gutfaq.gate").error("ours")
"""


@pytest.fixture(scope="module")
def quiet():
    """Return what a process prints that logs a canary through Rasa's loggers."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("RASA")}
    return subprocess.run(
        [sys.executable, "-c", QUIET], capture_output=True, text=True, env=environment, check=True
    )


def test_no_telemetry(quiet):
    """Rasa is told to report nothing to its makers."""
    assert quiet.stdout.splitlines()[0] == "false"


def test_rasas_lines_are_not_written(quiet):
    """What Rasa logs, which may hold what people typed, is not written."""
    assert "CANARY" not in quiet.stdout + quiet.stderr


def test_our_lines_are_written(quiet):
    """What this package logs, names and kinds, is written."""
    assert "ours" in quiet.stderr


def test_a_maintainer_may_hear_everything(monkeypatch):
    """With `verbose`, Rasa's loggers keep their level."""
    from gutfaq.quiet import be_quiet

    before = logging.getLogger("rasa").level
    be_quiet(verbose=True)
    assert logging.getLogger("rasa").level == before
