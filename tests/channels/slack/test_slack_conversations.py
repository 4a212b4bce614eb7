"""The conversation scripts that test the assistant run through Slack too."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from processes import HERE, ROOT

SCRIPTS = ("stages_tour.yml", "small_talk.yml", "follow_ups.yml")


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_scripts_through_slack():
    """What a script says of the assistant holds of what stands in Slack; `make proof` plays all."""
    played = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *("--gutfaq-driver", "slack_driver:load"),
            *(f"tests/conversations/{script}" for script in SCRIPTS),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(HERE)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert played.returncode == 0, played.stdout[-3000:]
    assert " passed" in played.stdout
