"""A JSON door on a loopback port, with a scripted brain behind it."""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
import threading

from sanic import Sanic

from gutfaq.reply import Button, Reply, Said

PATH = "/webhooks/gutfaq/message"


class ScriptedBrain:
    """Says one line, and remembers what it was asked."""

    def __init__(self):
        self.turns, self.forgotten = [], []
        self.store_is_away = False

    async def ask(self, turn):
        """Return one line."""
        self.turns.append(turn)
        said = Said("utter_green", "answer", "seed", "Green tea.", "Green")
        return Reply(("answer",), (said,), (), (Button("Milk", "/ask_milk"),), error="OSError")

    async def forget(self, conversation):
        """Remember what was to be forgotten."""
        if self.store_is_away:
            raise ConnectionError("postgresql://user:secret@db")
        self.forgotten.append(conversation)


class Served:
    """A door on a free port, in a thread of its own."""

    def __init__(self, door, name):
        self.brain = ScriptedBrain()
        Sanic.test_mode = True  # several apps in one process
        self._app = Sanic(name, configure_logging=False)
        self._app.ctx.gate = self.brain
        self._app.blueprint(door.blueprint(None), url_prefix="/webhooks/gutfaq")
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(ready,), daemon=True)
        self._thread.start()
        assert ready.wait(10)

    def _serve(self, ready):
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            self._app.create_server(sock=self._socket, return_asyncio_server=True)
        )
        self._loop.run_until_complete(server.startup())
        self._loop.call_soon(ready.set)
        self._loop.run_forever()

    def stop(self):
        """Stop serving."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def post(self, body, *, path=PATH, **headers):
        """Return status and JSON of a request; a body that is no text is sent as JSON."""
        sent = body if isinstance(body, str | bytes) else json.dumps(body)
        sent = sent.encode() if isinstance(sent, str) else sent
        told = {"Content-Type": "application/json", **headers}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("POST", path, sent, {k: v for k, v in told.items() if v is not None})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or "null")
