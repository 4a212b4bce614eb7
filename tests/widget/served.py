"""The widget's real server on a loopback port, with an assistant that follows a script."""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
import socket
import threading
from pathlib import Path

from sanic import Sanic
from scripted_brain import NOTICE, ROOT, ScriptedBrain

from gutfaq.channels.pages import Pages
from gutfaq.channels.widget.blueprint import make_blueprint
from gutfaq.channels.widget.settings import settings_from

_names = itertools.count()
EASY = {
    "messages_per_minute": 60_000,
    "address_messages_per_minute": 60_000,
    "sessions_per_minute": 60_000,
    "burst": 1000,
}


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Served:
    """A server that can be stopped and started again on the same port.

    Args:
        folder: Where its database is.
        brain: Who answers.
        pages: What is shown; the project's own widget and seed when left out.
        credentials: Keys of `widget:`; rates are out of the way unless given.
        extend: Adds routes of a test's own to the app.
    """

    def __init__(self, folder: Path, brain=None, *, pages=None, extend=None, **credentials) -> None:
        self.folder = folder
        self.brain = brain or ScriptedBrain()
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.settings = settings_from(
            {**EASY, "database_url": f"sqlite:///{folder / 'widget.db'}", **credentials}
        )
        self.pages = pages or Pages(
            ROOT / "widget",
            {"leaky_gut": ROOT / "seeds" / "leaky_gut.txt"},
            NOTICE,
            topic="leaky gut",
        )
        self._extend = extend
        self.start()

    def start(self) -> None:
        """Start, and return when it listens."""
        self.failure = None
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        if not ready.wait(20) or self.failure:
            raise RuntimeError("The test server did not start.") from self.failure

    def _run(self, ready: threading.Event) -> None:
        try:
            self._serve(ready)
        except Exception as failure:
            self.failure = failure
            ready.set()

    def _serve(self, ready: threading.Event) -> None:
        self.loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self.loop)
        Sanic.test_mode = True
        app = Sanic(f"widget_{next(_names)}", configure_logging=False)
        blueprint = make_blueprint(self.brain, self.settings, state=self.folder, pages=self.pages)
        app.blueprint(blueprint, url_prefix="/")
        if self._extend:
            self._extend(app)
        self.sio = blueprint.ctx.sio

        async def serve() -> None:
            self._server = await app.create_server(
                host="127.0.0.1", port=self.port, return_asyncio_server=True, access_log=False
            )
            await self._server.startup()
            await self._server.before_start()
            await self._server.after_start()
            ready.set()

        self.loop.run_until_complete(serve())
        self.loop.run_forever()

    def call(self, coroutine):
        """Return what the coroutine returns, run where the server runs."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(10)

    def allow(self, *origins: str) -> None:
        """Let pages of these origins talk to it, from the next start on."""
        self.settings = dataclasses.replace(self.settings, origins=origins)

    def open_sockets(self) -> int:
        """Return how many Socket.IO clients are connected."""
        return len(self.sio.eio.sockets)

    def drop_clients(self) -> None:
        """Cut every connection, without a word."""

        async def cut() -> None:
            for connection in list(self._server.connections):
                if connection.transport:
                    connection.transport.abort()

        self.call(cut())

    async def _cancel_rest(self) -> None:
        await asyncio.sleep(0.05)
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    def stop(self) -> None:
        """Stop listening and cut every connection."""

        async def halt() -> None:
            self._server.close()
            await self._server.wait_closed()

        self.call(halt())
        self.drop_clients()
        self.call(self._cancel_rest())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
