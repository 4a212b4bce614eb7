"""A `WidgetServer` with clients that only note what they are sent."""

from __future__ import annotations

import asyncio

from scripted_brain import ScriptedBrain

from gutfaq.channels.tokens import Tokens
from gutfaq.channels.widget.outbox import Outbox
from gutfaq.channels.widget.server import WidgetServer
from gutfaq.channels.widget.sessions import Client
from gutfaq.channels.widget.settings import WidgetSettings

SECRET = "only for tests, 32 characters..."


class Clock:
    """A clock that stands until it is told to go on."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


class FakeClient(Client):
    """A socket that notes its events."""

    def __init__(self, server: WidgetServer, address: str = "198.51.100.7") -> None:
        super().__init__(address, self._note)
        self.server = server
        self.got: list[tuple[str, dict]] = []

    async def _note(self, event, body) -> None:
        self.got.append((event, body))

    async def send(self, event, data=None) -> None:
        """Send an event and let everything that it starts come to its end."""
        await self.server.receive(self, event, data)
        await settle(self.server)

    def all(self, event: str) -> list:
        """Return the bodies of the events of that name, in order."""
        return [body for name, body in self.got if name == event]

    @property
    def errors(self) -> list[str]:
        """The codes of the errors it got."""
        return [body["code"] for body in self.all("error")]


class Room:
    """A server with its parts within reach."""

    def __init__(self, folder=None, **settings) -> None:
        self.clock = Clock()
        self.brain = ScriptedBrain()
        self.tokens = Tokens(SECRET, 3600, clock=self.clock)
        url = f"sqlite:///{folder / 'outbox.db'}" if folder else "sqlite://"
        self.outbox = Outbox(url, self.clock)
        self.server = WidgetServer(
            self.brain,
            WidgetSettings(**settings),
            self.clock,
            tokens=self.tokens,
            outbox=self.outbox,
        )

    async def client(self, token=None, **request) -> FakeClient:
        """Return a client with a session."""
        client = FakeClient(self.server)
        await client.send("session_request", {"session_id": token, **request})
        return client


async def settle(server: WidgetServer) -> None:
    """Wait until nothing is being answered."""
    while server._running:
        await asyncio.gather(*server._running.values(), return_exceptions=True)
        await asyncio.sleep(0)
