"""The channel on the wire: Rasa's own clients, other sites' pages, broken frames."""

import asyncio
import json
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import socketio
import websockets

HERE = Path(__file__).resolve().parent


def socket_url(server):
    """Return the WebSocket's address."""
    return server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"


async def converse(server, transports):
    """Return the events that the stock python client got in a short conversation."""
    client = socketio.AsyncClient()
    got = []
    done = asyncio.Event()

    @client.on("*")
    async def note(event, data):
        got.append((event, data))
        if event == "bot_uttered" and sum(name == "bot_uttered" for name, _ in got) == 2:
            done.set()

    await client.connect(server.url, transports=transports)
    await client.emit("session_request", {"session_id": None})
    await client.emit("user_uttered", {"message": "causes?"})
    await client.emit("user_uttered", {"message": "symptoms?"})
    await asyncio.wait_for(done.wait(), 10)
    await client.eio.disconnect(abort=True)  # politely, it would wait for its last long poll
    return got


async def test_stock_python_client(server):
    """The stock python-socketio client holds a conversation by long-polling."""
    got = await converse(server, ["polling"])
    texts = [data["text"] for event, data in got if event == "bot_uttered"]
    assert "weakening" in texts[0]
    assert "allergic-level" in texts[1]
    assert any(event == "session_confirm" for event, _ in got)


async def test_other_namespace(serve):
    """With a namespace in the credentials, events are sent in it, and only there."""
    server = serve(namespace="/chat")
    client = socketio.AsyncClient()
    confirmed = asyncio.Event()
    client.on("session_confirm", lambda _: confirmed.set(), namespace="/chat")
    await client.connect(server.url, transports=["polling"], namespaces=["/chat"])
    await client.emit("session_request", {}, namespace="/chat")
    await asyncio.wait_for(confirmed.wait(), 5)
    await client.eio.disconnect(abort=True)


@pytest.mark.parametrize(
    ("origin", "status"),
    [(None, 200), ("self", 200), ("https://clinic.example", 200), ("https://evil.example", 400)],
)
def test_origin_by_polling(serve, origin, status):
    """Long-polling serves own and listed pages, and refuses the others."""
    server = serve(origins=["https://clinic.example"])
    headers = {"Origin": server.url if origin == "self" else origin} if origin else {}
    url = server.url + "/socket.io/?EIO=4&transport=polling"
    try:
        answer = urllib.request.urlopen(urllib.request.Request(url, headers=headers))
    except urllib.error.HTTPError as error:
        answer = error
    assert answer.status == status
    if origin and status == 200:
        assert answer.headers["Access-Control-Allow-Origin"] == headers["Origin"]
    else:
        assert answer.headers["Access-Control-Allow-Origin"] is None


async def test_origin_by_websocket(server):
    """A page of a site that is not listed gets no socket."""
    with pytest.raises(websockets.InvalidStatusCode):
        await websockets.connect(socket_url(server), origin="https://evil.example")


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "4",
        "42",
        "42{}",
        "42[]",
        "42[1]",
        '42["user_uttered"',
        '42["user_uttered",{"message":"\\ud800"}]',
        '42["user_uttered",null]',
        '42["connect",{}]',
        '42["disconnect"]',
        '451-["user_uttered",{"_placeholder":true,"num":0}]',
        "43[]",
        "9",
        "\x00",
        "x" * 70_000,
        b"\x00\x01",
    ],
)
async def test_broken_frames_hurt_nobody_else(server, frame):
    """A broken frame at most ends its own connection; the next client is served."""
    async with websockets.connect(socket_url(server)) as broken:
        await broken.recv()
        await broken.send("40")
        await broken.recv()
        await broken.send(frame)
        await asyncio.sleep(0.05)
    async with websockets.connect(socket_url(server)) as good:
        await good.recv()
        await good.send("40")
        await good.send('42["user_uttered",{"message":"causes?"}]')
        while "bot_uttered" not in (heard := await asyncio.wait_for(good.recv(), 5)):
            pass
    assert "weakening" in heard


async def test_too_long_text_is_told(server):
    """A text of 50,000 characters gets an error event that says how many are allowed."""
    async with websockets.connect(socket_url(server)) as socket:
        await socket.recv()
        await socket.send("40")
        await socket.send("42" + json.dumps(["user_uttered", {"message": "x" * 50_000}]))
        while not (frame := await asyncio.wait_for(socket.recv(), 5)).startswith("42"):
            pass
    event, body = json.loads(frame[2:])
    assert (event, body["code"]) == ("error", "too_long")
    assert "500" in body["text"]


async def test_connections_of_one_address(serve):
    """One address cannot hold sockets without end."""
    server = serve(connections_per_address=2)
    sockets = [await websockets.connect(socket_url(server)) for _ in range(3)]
    answers = []
    for socket in sockets:
        await socket.recv()
        await socket.send("40")
        answers.append((await asyncio.wait_for(socket.recv(), 5))[:2])
    assert answers == ["40", "40", "44"]
    for socket in sockets:
        await socket.close()


def test_npm_client(server, node):
    """The socket.io-client of npm holds a conversation, polling first and then by WebSocket."""
    done = subprocess.run(
        [node, str(HERE / "npm_client.mjs"), server.url],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    got = json.loads(done.stdout)
    assert got["transport"] == "websocket"
    assert ["weakening" in text for text in got["texts"]] == [True, False]
