"""Talks to a running server through its doors, as a person's browser or phone would."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

import aiohttp

from gutfaq.conversations.holding import Project
from gutfaq.conversations.rasa_driver import conversation_id, seeds
from gutfaq.conversations.script import BadScript, Case, Step
from gutfaq.conversations.settings import Settings
from gutfaq.conversations.socket_door import SocketDoor
from gutfaq.conversations.turn import Driver, NotThroughThisDoor, Session, TurnResult

_PATIENCE = aiohttp.ClientTimeout(total=30)
_TOO_MANY, _TRIES = 429, 60
_REFUSED = (400, 413)


class HttpDoor:
    """Posts each message and reads what comes back; a subclass knows a door's JSON."""

    name = "http"
    path = ""

    def __init__(self, settings: Settings) -> None:
        url = (settings.url or "").rstrip("/")
        self.url = url if url.endswith(self.path) else url + self.path
        self._http: aiohttp.ClientSession | None = None

    async def start(self, case: Case) -> Session:
        """See `Driver`; a server greets nobody before the first message."""
        return Session(conversation_id(case), TurnResult(sees_events=False), state={})

    async def say(
        self, session: Session, step: Step, press: Mapping[str, Any] | None = None
    ) -> TurnResult:
        """See `Driver`."""
        body, took = await self._post(self.body(session, step, press))
        return self.result(session, body, took)

    async def close(self) -> None:
        """See `Driver`."""
        if self._http is not None:
            await self._http.close()

    def body(self, session: Session, step: Step, press: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return what is posted."""
        raise NotImplementedError

    def result(self, session: Session, body: Any, took: float) -> TurnResult:
        """Return what came back, `took` in milliseconds."""
        raise NotImplementedError

    async def _post(self, body: dict[str, Any]) -> tuple[Any, float]:
        """Return the JSON of the reply, and how many milliseconds it took.

        Raises:
            NotThroughThisDoor: The door does not take such a message.
        """
        if self._http is None:
            self._http = aiohttp.ClientSession(timeout=_PATIENCE)
        for _ in range(_TRIES):
            watch = time.perf_counter()
            try:
                async with self._http.post(self.url, json=body) as response:
                    text = await response.text()
            except aiohttp.ClientConnectionError:
                line = f"Nobody answers at {self.url}. Start it with `make run`."
                raise BadScript(line) from None
            if response.status == _TOO_MANY:
                await asyncio.sleep(1)
                continue
            if response.status in _REFUSED:
                raise NotThroughThisDoor(f"the door refuses it: {text[:200]}")
            if response.status >= 300:
                raise BadScript(f"{self.url} answered {response.status}: {text[:200]}")
            return json.loads(text), (time.perf_counter() - watch) * 1000
        raise BadScript(f"{self.url} has too many messages to answer, even after a wait.")


class RestDoor(HttpDoor):
    """Rasa's own REST channel, of any Rasa project."""

    name = "rest"
    path = "/webhooks/rest/webhook"

    def body(self, session: Session, step: Step, press: Mapping[str, Any] | None) -> dict[str, Any]:
        """See parent class."""
        text = step.text if press is None else press.get("payload") or step.text
        metadata = dict(step.metadata)
        return {"sender": session.conversation, "message": text, "metadata": metadata}

    def result(self, session: Session, body: Any, took: float) -> TurnResult:
        """See parent class."""
        events = [{"event": "bot", "text": each.get("text"), "data": each} for each in body]
        return TurnResult(events=tuple(events), ms=took, sees_events=False)


class JsonDoor(HttpDoor):
    """The JSON door of a Gut FAQ."""

    name = "json"
    path = "/webhooks/gutfaq/message"

    def body(self, session: Session, step: Step, press: Mapping[str, Any] | None) -> dict[str, Any]:
        """See parent class."""
        body = {"text": step.text} if press is None else {"press": press["payload"]}
        return body | session.state

    def result(self, session: Session, body: Any, took: float) -> TurnResult:
        """See parent class."""
        session.state = {"conversation": body.pop("conversation")}
        return TurnResult(reply=body, ms=took, sees_events=False)


DOORS: dict[str, Callable[[Settings], Driver]] = {
    "json": JsonDoor,
    "rest": RestDoor,
    "socket": SocketDoor,
}
"""The doors that are known here; entry points add others."""


def project(settings: Settings) -> Project:
    """Return what is known of a project whose server runs elsewhere."""
    return Project(ground_truth=seeds(settings.root))
