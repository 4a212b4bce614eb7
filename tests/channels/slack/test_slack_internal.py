"""The assistant behind a gateway: signed, whole, and another one when the first is down."""

from __future__ import annotations

import contextlib
import itertools
import json
import socket
import time

import aiohttp
import pytest
from sanic import Sanic
from scripted import ScriptedBrain, reply_to

from gutfaq.channels.internal import (
    SIGNATURE_HEADER,
    TIME_HEADER,
    AssistantAway,
    RemoteBrain,
    internal_routes,
    reply_from_json,
    sign,
)
from gutfaq.errors import Refused
from gutfaq.reply import Turn, as_json

_names = itertools.count()


@contextlib.asynccontextmanager
async def assistant(brain: ScriptedBrain):
    """Yield the address of a process-like server with the internal door alone."""
    app = Sanic(f"internal_test_{next(_names)}", configure_logging=False)
    app.blueprint(internal_routes(brain, "between us"))
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = await app.create_server(sock=listening, return_asyncio_server=True)
    await server.startup()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        await server.close()


@pytest.mark.parametrize("text", ["What is leaky gut?", "chest pain", "what can you do", "x"])
async def test_whole_reply(text):
    """A reply comes out at the other side as it went in."""
    brain = ScriptedBrain()
    async with assistant(brain) as url:
        remote = RemoteBrain([url], "between us")
        turn = Turn("slack-1", text, message_id="m1", channel="slack")
        assert await remote.ask(turn) == reply_to(turn)
        assert brain.turns == [turn]
        await remote.close()


def test_reply_of_a_newer_assistant():
    """Fields that this side does not know are left out."""
    made = as_json(reply_to(Turn("c", "leaky")))
    made["mood"] = made["said"][0]["mood"] = "new"
    assert reply_from_json(made) == reply_to(Turn("c", "leaky"))


async def test_votes_and_forgetting():
    """Votes and deletions reach the assistant."""
    brain = ScriptedBrain()
    async with assistant(brain) as url:
        remote = RemoteBrain([url], "between us")
        await remote.rate("c", "utter_causes", "down", None)
        await remote.forget("c")
        await remote.close()
    assert (brain.votes, brain.forgotten) == ([("c", "utter_causes", "down")], ["c"])


async def test_another_assistant():
    """When one assistant is down another answers; when all are, the caller is told."""
    brain = ScriptedBrain()
    async with assistant(brain) as url:
        remote = RemoteBrain(["http://127.0.0.1:9", url], "between us")
        for at in range(8):
            assert (await remote.ask(Turn(f"c{at}", "leaky"))).verdict == ("answer",)
        await remote.close()
    remote = RemoteBrain(["http://127.0.0.1:9"], "between us")
    with pytest.raises(AssistantAway, match="GUTFAQ_SLACK_ASSISTANTS"):
        await remote.ask(Turn("c", "leaky"))
    await remote.close()


async def test_one_conversation_one_assistant():
    """While all are up, one conversation stays with one assistant."""
    first, second = ScriptedBrain(), ScriptedBrain()
    async with assistant(first) as one, assistant(second) as two:
        remote = RemoteBrain([one, two], "between us")
        for at in range(24):
            await remote.ask(Turn(f"c{at % 6}", "leaky"))
        await remote.close()
    shared = {t.conversation for t in first.turns} & {t.conversation for t in second.turns}
    assert not shared


async def post(path: str, body: bytes, headers: dict[str, str]) -> int:
    """Return the status that an assistant gives to the request."""
    async with (
        assistant(ScriptedBrain()) as url,
        aiohttp.ClientSession() as session,
        session.post(url + path, data=body, headers=headers) as response,
    ):
        return response.status


@pytest.mark.parametrize(
    ("secret", "age", "path", "body", "status"),
    [
        ("wrong", 0, "turn", b"{}", 401),
        ("between us", 400, "turn", b"{}", 401),
        ("between us", 0, "turn", b"{", 400),
        ("between us", 0, "turn", b'{"conversation": "c", "odd": 1}', 400),
        ("between us", 0, "turn", b"[]", 400),
        ("between us", 0, "restart", b"{}", 404),
    ],
)
async def test_refused(secret, age, path, body, status):
    """What is not signed with the shared secret, is old or malformed gets a 4xx."""
    stamp = str(int(time.time() - age))
    signature = sign(secret, stamp, f"/internal/{path}", body)
    headers = {TIME_HEADER: stamp, SIGNATURE_HEADER: signature}
    assert await post(f"/internal/{path}", body, headers) == status


async def test_signature_of_another_verb():
    """A signature for one path does not open another."""
    body, stamp = json.dumps({"conversation": "c"}).encode(), str(int(time.time()))
    signature = sign("between us", stamp, "/internal/turn", body)
    headers = {TIME_HEADER: stamp, SIGNATURE_HEADER: signature}
    assert await post("/internal/forget", body, headers) == 401


def test_no_secret():
    """Without a secret the internal door is not built."""
    with pytest.raises(Refused, match="GUTFAQ_INTERNAL_SECRET"):
        internal_routes(ScriptedBrain(), "")
