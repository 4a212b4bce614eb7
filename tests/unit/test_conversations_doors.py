"""The same scripts through the doors of a running server."""

from pathlib import Path
from textwrap import dedent

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from conversations_fake import GUTFAQ

from gutfaq.conversations.doors import load_driver
from gutfaq.conversations.grammar import read_script
from gutfaq.conversations.holding import Project
from gutfaq.conversations.runner import play
from gutfaq.conversations.script import BadScript
from gutfaq.conversations.settings import Settings
from gutfaq.conversations.turn import NotThroughThisDoor

SCRIPT = """\
test_cases:
- test_case: one
  steps:
  - user: hours
    assertions:
    - answers: hours
    - buttons: [Dogs]
    - action_executed: action_answer
  - press: Dogs
    assertions: [{verdict: emergency}]
"""


@pytest.fixture
async def server():
    """Run a server with a Gut FAQ's JSON door and Rasa's REST channel; it notes what it hears."""
    app = web.Application()
    app["heard"] = []

    async def json_door(request):
        body = await request.json()
        app["heard"].append(body)
        if not body.get("text", "x"):
            return web.json_response({"error": "`text` is empty."}, status=400)
        reply = GUTFAQ["help" if "press" in body else body["text"]]
        return web.json_response({"conversation": "token", **reply})

    async def rest(request):
        app["heard"].append(await request.json())
        return web.json_response([{"recipient_id": "x", "text": "Hello there."}])

    app.router.add_post("/webhooks/gutfaq/message", json_door)
    app.router.add_post("/webhooks/rest/webhook", rest)
    async with TestServer(app) as running:
        yield running


def settings(url, door=None):
    """Return settings that talk to a server."""
    here = Path(__file__).parent
    return Settings(here, here, here, here, url=str(url).rstrip("/"), door=door)


async def played(script, tmp_path, url, door=None):
    """Return the playback of a script through a door."""
    (tmp_path / "a.yml").write_text(dedent(script))
    driver, _project = await load_driver(settings(url, door))
    playback = await play(read_script(tmp_path / "a.yml").cases[0], driver, Project())
    await driver.close()
    return playback


async def test_the_json_door(server, tmp_path):
    """A script runs through the JSON door: its token is carried on, a press sends its payload."""
    playback = await played(SCRIPT, tmp_path, server.make_url("/"))
    assert playback.failed is None
    heard = server.app["heard"]
    assert heard == [{"text": "hours"}, {"press": "/Dogs", "conversation": "token"}]


async def test_what_the_door_hides(server, tmp_path):
    """What a door does not show neither holds nor fails, and is counted as unseen."""
    playback = await played(SCRIPT, tmp_path, server.make_url("/"))
    held = [held for turn in playback.played for held in turn.held]
    assert [each.expectation.kind for each in held if each.unseen] == ["action_executed"]
    assert not playback.saw_nothing


async def test_rasas_own_channel(server, tmp_path):
    """A script of any Rasa project runs through its REST channel."""
    script = """\
    metadata: [{here: {from: x}}]
    test_cases:
    - {test_case: one, metadata: here, steps: [{user: hello}, {bot: Hello there.}]}
    """
    url = server.make_url("/webhooks/rest/webhook")
    assert (await played(script, tmp_path, url)).failed is None
    (heard,) = server.app["heard"]
    assert (heard["message"], heard["metadata"]) == ("hello", {"from": "x"})


async def test_a_refusal(server, tmp_path):
    """What the server refuses is told with its status."""
    url = server.make_url("/nowhere")
    with pytest.raises(BadScript, match="answered 404"):
        await played(SCRIPT, tmp_path, url, "json")


async def test_a_message_that_a_door_does_not_take(server, tmp_path):
    """A message that a door refuses for itself leaves the case out, in the door's words."""
    script = SCRIPT.replace("user: hours", 'user: ""')
    with pytest.raises(NotThroughThisDoor, match="the door refuses it: .*`text` is empty"):
        await played(script, tmp_path, server.make_url("/"))


async def test_nobody_there(unused_tcp_port, tmp_path):
    """A server that does not run is one line with the command that starts it."""
    with pytest.raises(BadScript, match="Nobody answers at .* Start it with `make run`"):
        await played(SCRIPT, tmp_path, f"http://127.0.0.1:{unused_tcp_port}")


async def test_an_unknown_door():
    """A door that there is not is refused with those that there are."""
    with pytest.raises(BadScript, match="'fax' is no door"):
        await load_driver(settings("http://127.0.0.1", "fax"))
