"""One script proves every channel: the same conversations through each door of a real server."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

pytestmark = [pytest.mark.model, pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ["tests/conversations/disclaimer.yml", "tests/conversations/follow_ups.yml"]


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    """Serve the assistant on a free port until the tests are done; return its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    state = tmp_path_factory.mktemp("state")
    command = [sys.executable, "-m", "gutfaq.cli", "run", "--port", str(port)]
    environment = os.environ | {"GUTFAQ_STATE": str(state)}
    with open(state / "log", "wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        yield _when_ready(f"http://127.0.0.1:{port}", server, state / "log")
    finally:
        server.terminate()
        server.wait(timeout=20)


def _when_ready(address, server, log):
    for _ in range(600):
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{address}/webhooks/gutfaq/", timeout=2) as answer:
                assert json.load(answer) == {"status": "ok"}
                return address
        except OSError:
            time.sleep(0.5)
    raise AssertionError("the server did not come up: " + log.read_text())


def played(*options):
    """Play the scripts in a process of their own; return what it writes."""
    command = [sys.executable, "-m", "pytest", *SCRIPTS, "-p", "no:cacheprovider", *options]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "tests/channels/slack")}
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout
    return run.stdout


@pytest.mark.parametrize("door", ["json", "socket"])
def test_through_a_door(url, door):
    """The conversations go as scripted through the JSON door and through the widget's socket."""
    told = played("--gutfaq-url", url, "--gutfaq-door", door)
    assert int(re.search(r"(\d+) conversations,", told)[1]) >= 20
    assert "not shown by this door: action_executed" in told


def test_through_slack():
    """The conversations go as scripted through Slack: deliveries in, messages out."""
    told = played("--gutfaq-driver", "slack_driver:load")
    assert int(re.search(r"(\d+) conversations,", told)[1]) >= 20
