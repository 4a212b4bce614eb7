"""It is a Rasa project: Rasa's own commands validate, draw and serve it."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from checks import assert_grounded

from gutfaq.endpoints import RemoteActions
from gutfaq.project import here
from gutfaq.storage import Conversations
from gutfaq.yaml import read_yaml

pytestmark = [pytest.mark.model, pytest.mark.slow]

QUIET = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
RASA = Path(sys.executable).parent / "rasa"
STOCK_AGENT = """
import asyncio, json, sys
from rasa.core.agent import load_agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.utils import AvailableEndpoints
from rasa.model import get_latest_model

async def main():
    endpoints = AvailableEndpoints.read_endpoints(sys.argv[1])
    agent = await load_agent(model_path=get_latest_model("models"), endpoints=endpoints)
    said = []
    for text in ("what is leaky gut?", "does it get worse?", "I am vomiting blood right now"):
        message = UserMessage(text, CollectingOutputChannel(), "shell")
        await agent.handle_message(message)
        said.append([one.get("text") for one in message.output_channel.messages])
    print(json.dumps({"said": said}))

asyncio.run(main())
"""


def rasa(*arguments, **told):
    """Run Rasa's own command line in the project."""
    return subprocess.run(
        [str(RASA), *arguments], capture_output=True, text=True, cwd=here().root, env=QUIET, **told
    )


def free_port():
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def heard(url):
    """Return whether a server answers at an address."""
    try:
        with urllib.request.urlopen(url, timeout=1) as answer:
            return answer.status == 200
    except OSError:
        return False


@pytest.fixture(scope="module")
def action_server():
    """Serve the project's actions with stock `rasa run actions`, and return its webhook."""
    port = free_port()
    server = subprocess.Popen(
        [str(RASA), "run", "actions", "--port", str(port)],
        cwd=here().root,
        env=QUIET,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 90
        while not heard(f"http://127.0.0.1:{port}/health"):
            assert server.poll() is None, "rasa run actions ended"
            assert time.monotonic() < until, "rasa run actions does not answer"
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}/webhook"
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="module")
def stock_agent(assistant, action_server, tmp_path_factory):
    """Return what Rasa's own agent says, loaded as `rasa shell` does from endpoints.yml."""
    told = json.loads(json.dumps(read_yaml(here().root / "endpoints.yml")))
    told["action_endpoint"]["url"] = action_server
    folder = tmp_path_factory.mktemp("stock")
    database = f"sqlite:///{folder / 'kept.db'}"
    (folder / "endpoints.yml").write_text(json.dumps(told))
    ran = subprocess.run(
        [sys.executable, "-c", STOCK_AGENT, str(folder / "endpoints.yml")],
        capture_output=True,
        text=True,
        cwd=here().root,
        env={**QUIET, "GUTFAQ_DATABASE_URL": database},
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    return {**json.loads(ran.stdout.splitlines()[-1]), "kept": Conversations(database)}


def test_the_data_is_valid():
    """`rasa data validate --fail-on-warnings` finds nothing to warn of."""
    ran = rasa("data", "validate", "--fail-on-warnings")
    assert ran.returncode == 0, (ran.stdout + ran.stderr)[-3000:]


def test_the_stories_can_be_drawn(tmp_path):
    """`rasa visualize` draws the stories."""
    ran = rasa("visualize", "--out", str(tmp_path / "graph.html"))
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert "action_next" in (tmp_path / "graph.html").read_text()


def test_actions_of_a_stock_server(assistant, ask, spoken, action_server):
    """With the address of `rasa run actions` the same answer comes from there."""
    processor = assistant.agent.processor
    in_process = processor.action_endpoint
    local = ask("what is leaky gut?")
    processor.action_endpoint = RemoteActions(action_server, assistant.phrasebook)
    with contextlib.ExitStack() as stack:
        stack.callback(setattr, processor, "action_endpoint", in_process)
        remote = ask("what is leaky gut?")
    assert spoken(remote) == spoken(local)
    assert remote.buttons == local.buttons
    assert_grounded(remote, assistant.phrasebook, "what is leaky gut?")


def test_the_launcher_takes_the_address_from_the_environment(monkeypatch, action_server):
    """`GUTFAQ_ACTIONS_URL` sends actions to another process."""
    monkeypatch.setenv("GUTFAQ_ACTIONS_URL", action_server)
    from gutfaq.assistant import Assistant

    loaded = Assistant.load(database="sqlite://")
    assert loaded.agent.processor.action_endpoint.url == action_server


def test_a_stock_agent_says_phrases(stock_agent, real_texts):
    """Rasa's own agent, as `rasa shell` loads it, says nothing but phrases."""
    assert all(said for said in stock_agent["said"])
    assert {text for said in stock_agent["said"] for text in said} <= real_texts


def test_a_stock_agent_answers(stock_agent, assistant):
    """Rasa's own agent answers, with the notice, and gives an emergency its card."""
    said = [
        assistant.phrasebook.say(f"utter_{name}").text for name in ("definition", "progression")
    ]
    assert said[0] in stock_agent["said"][0]
    assert said[1] in stock_agent["said"][1]
    card = assistant.phrasebook.say("utter_emergency_card").text
    assert stock_agent["said"][2] == [card]


def test_a_stock_agent_keeps_conversations_in_our_store(stock_agent):
    """endpoints.yml has Rasa's own agent keep conversations where ours does."""
    assert stock_agent["kept"].all() == ["shell"]
    assert stock_agent["kept"].read("shell")["slots"]["answers"] == ["progression"]


@pytest.fixture(scope="module")
def real_texts(assistant):
    """Return the words of every phrase."""
    book = assistant.phrasebook
    return {book.say(phrase).text for phrase in (*book.answers, *book.notices)}
