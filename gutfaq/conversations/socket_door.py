"""Talks to a running Gut FAQ through the widget's socket, as a page does."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Mapping
from typing import Any

import socketio

from gutfaq.conversations.rasa_driver import conversation_id
from gutfaq.conversations.script import BadScript, Case, Step
from gutfaq.conversations.settings import Settings
from gutfaq.conversations.turn import NotThroughThisDoor, Session, TurnResult

PATIENCE_S = 30


class SocketDoor:
    """Opens a socket for each conversation, by long-polling."""

    name = "socket"

    def __init__(self, settings: Settings) -> None:
        self.url = (settings.url or "").rstrip("/")
        self._open: list[socketio.AsyncClient] = []

    async def start(self, case: Case) -> Session:
        """See `Driver`."""
        await self.close()
        client = socketio.AsyncClient(reconnection=False)
        heard: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        client.on("*", lambda event, *data: heard.put_nowait((event, data[0] if data else None)))
        try:
            await client.connect(self.url, transports=["polling"])
        except socketio.exceptions.ConnectionError:
            raise BadScript(f"No socket opens at {self.url}. Start it with `make run`.") from None
        self._open.append(client)
        session = Session(conversation_id(case), TurnResult(sees_events=False), state=heard)
        await self._ask(client, heard, "session_request", {}, until="session_ready")
        return session

    async def say(
        self, session: Session, step: Step, press: Mapping[str, Any] | None = None
    ) -> TurnResult:
        """See `Driver`."""
        words = {"message": step.text} if press is None else {"press": press["payload"]}
        message = {**words, "message_id": secrets.token_hex(8)}
        client = self._open[-1]
        while True:
            watch = time.perf_counter()
            reply = await self._ask(
                client, session.state, "user_uttered", message, until="bot_uttered"
            )
            took = (time.perf_counter() - watch) * 1000
            wait = reply.get("retry_after_s")
            if wait is None:
                return TurnResult(reply=reply, ms=took, sees_events=False)
            await asyncio.sleep(wait)

    async def close(self) -> None:
        """See `Driver`."""
        while self._open:
            await self._open.pop().eio.disconnect(abort=True)

    async def _ask(
        self,
        client: socketio.AsyncClient,
        heard: asyncio.Queue[tuple[str, Any]],
        event: str,
        body: Mapping[str, Any],
        *,
        until: str,
    ) -> dict[str, Any]:
        """Send an event and return the body of the one that answers it.

        Raises:
            NotThroughThisDoor: The widget does not take such a message.
        """
        await client.emit(event, dict(body))
        while True:
            name, told = await asyncio.wait_for(heard.get(), PATIENCE_S)
            if name == "error" and "retry_after_s" not in told:
                raise NotThroughThisDoor(f"the widget refuses it: {told['text']}")
            if name in (until, "error"):
                return dict(told)
