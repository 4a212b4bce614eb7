"""The assistant opens no connection but to this machine."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from gutfaq.project import here

pytestmark = [pytest.mark.model, pytest.mark.slow]

TRIPWIRE = """
import socket, sys, json, asyncio, os
tried = []
LOCAL = ("127.", "::1", "localhost", "0.0.0.0")

def watched(name):
    real = getattr(socket.socket, name)
    def call(self, address, *rest):
        inet = self.family in (socket.AF_INET, socket.AF_INET6)
        if inet and not str(address[0]).startswith(LOCAL):
            tried.append(str(address))
            raise OSError("no network here")
        return real(self, address, *rest)
    setattr(socket.socket, name, call)

for name in ("connect", "connect_ex"):
    watched(name)
real_lookup = socket.getaddrinfo
def lookup(host, *rest, **told):
    if host is not None and not str(host).startswith(LOCAL) and host != socket.gethostname():
        tried.append(str(host))
        raise OSError("no network here")
    return real_lookup(host, *rest, **told)
socket.getaddrinfo = lookup

from gutfaq.quiet import be_quiet
be_quiet()
from gutfaq.assistant import Assistant
from gutfaq.reply import Turn
import psutil

async def main():
    assistant = Assistant.load(database="sqlite://")
    said = []
    for text in ("what is leaky gut?", "does it get worse?", "my stool is black", "asdf", "hola"):
        said.append([one.phrase for one in (await assistant.ask(Turn("x", text))).said])
    resident = psutil.Process().memory_info().rss / 2**20
    print(json.dumps({"tried": tried, "said": said, "resident": resident}))

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def run(assistant):
    """Return what a process did that loaded the assistant and asked it, network watched."""
    ran = subprocess.run(
        [sys.executable, "-c", TRIPWIRE], capture_output=True, text=True, cwd=here().root
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    return json.loads(ran.stdout.splitlines()[-1])


def test_no_connection_is_tried(run):
    """Loading and asking try to reach no other machine, telemetry included."""
    assert run["tried"] == []


def test_it_answers_all_the_same(run):
    """Without any network the questions are answered."""
    assert "utter_definition" in run["said"][0]
    assert any("stage" in phrase for phrase in run["said"][1])


def test_one_process_is_small(run):
    """One process with its model, asked a few questions, is resident in less than 700 MB."""
    assert run["resident"] < 700
