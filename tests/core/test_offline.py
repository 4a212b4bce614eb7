"""The whole server opens no connection but to this machine, and is small."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request

import psutil
import pytest

from gutfaq.project import here

pytestmark = [pytest.mark.model, pytest.mark.slow]

TRIPWIRE = """
import os, socket, sys
LOCAL = ("127.", "::1", "localhost", "0.0.0.0")

def refuse(address):
    with open(os.environ["TRIED"], "a") as tried:
        tried.write(f"{address}\\n")
    raise OSError("no network here")

def watch(name):
    real = getattr(socket.socket, name)
    def call(self, address, *rest):
        inet = self.family in (socket.AF_INET, socket.AF_INET6)
        if inet and not str(address[0]).startswith(LOCAL):
            refuse(address)
        return real(self, address, *rest)
    setattr(socket.socket, name, call)

for name in ("connect", "connect_ex"):
    watch(name)
real_lookup = socket.getaddrinfo
def lookup(host, *rest, **told):
    if host is not None and not str(host).startswith(LOCAL) and host != socket.gethostname():
        refuse(host)
    return real_lookup(host, *rest, **told)
socket.getaddrinfo = lookup

from gutfaq.cli import main
sys.exit(main(sys.argv[1:]))
"""
QUESTIONS = ("what is leaky gut?", "does it get worse?", "my stool is black", "asdf", "hola amigo")


def post(address, text):
    """Return the JSON door's reply."""
    request = urllib.request.Request(
        f"{address}/webhooks/gutfaq/message",
        json.dumps({"text": text}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


def wait(address, server):
    """Wait until the server answers."""
    until = time.monotonic() + 300
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(f"{address}/webhooks/gutfaq/", timeout=2):
                return
        except OSError:
            time.sleep(0.3)
    raise AssertionError("the server did not come up")


@pytest.fixture(scope="module")
def run(assistant, tmp_path_factory):
    """Return what a server did that was asked through its JSON door, its network watched."""
    state = tmp_path_factory.mktemp("offline")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-c", TRIPWIRE, "run", "--port", str(port)],
        cwd=here().root,
        env={**os.environ, "GUTFAQ_STATE": str(state), "TRIED": str(state / "tried")},
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait(address, server)
        said = [[one["phrase"] for one in post(address, text)["said"]] for text in QUESTIONS]
        resident = psutil.Process(server.pid).memory_info().rss / 2**20
    finally:
        server.terminate()
        server.wait(timeout=20)
    tried = (state / "tried").read_text() if (state / "tried").exists() else ""
    return {"tried": tried, "said": said, "resident": resident}


def test_no_connection_is_tried(run):
    """Starting and asking try to reach no other machine, telemetry included."""
    assert run["tried"] == ""


def test_it_answers_all_the_same(run):
    """Without any network the questions are answered."""
    assert "utter_definition" in run["said"][0]
    assert "utter_progression" in run["said"][1]


def test_one_process_is_small(run):
    """The one process, model and web server in it, is resident in less than 700 MB."""
    assert run["resident"] < 700


def test_the_tripwire_trips(tmp_path):
    """A connection to another machine would be written down."""
    tripped = TRIPWIRE.replace(
        "from gutfaq.cli import main\nsys.exit(main(sys.argv[1:]))",
        "socket.create_connection(('192.0.2.1', 9), timeout=1)",
    )
    environment = {**os.environ, "TRIED": str(tmp_path / "tried")}
    subprocess.run([sys.executable, "-c", tripped], env=environment, stderr=subprocess.DEVNULL)
    assert "192.0.2.1" in (tmp_path / "tried").read_text()
