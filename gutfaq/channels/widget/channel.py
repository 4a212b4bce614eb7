"""The widget as a Rasa input channel: credentials in, a Sanic blueprint out."""

from __future__ import annotations

import os
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from gutfaq.channels.brain import ServerBrain
from gutfaq.channels.pages import Pages, add_pages
from gutfaq.channels.tokens import Tokens, secret_in
from gutfaq.channels.widget.outbox import Outbox
from gutfaq.channels.widget.server import HOUR_S, WidgetServer
from gutfaq.channels.widget.settings import WidgetSettings, settings_from
from gutfaq.channels.widget.sockets import SocketBlueprint, make_sockets
from gutfaq.reply import Brain


class WidgetChannel(InputChannel):
    """Socket.IO for the web widget, wire-compatible with Rasa's own channel.

    Attributes:
        brain: Who answers; by default the server that the channel is mounted on.
        pages: The script, the demo page and the source pages, when this channel serves them.
        state: Folder of the outbox and of the signing secret.
    """

    def __init__(self, settings: WidgetSettings) -> None:
        self.settings = settings
        self.brain: Brain | None = None
        self.pages: Pages | None = None
        self.state = Path(os.environ.get("GUTFAQ_STATE", ".gutfaq"))

    @classmethod
    def name(cls) -> str:
        """See parent class."""
        return "widget"

    @classmethod
    def from_credentials(cls, credentials: Mapping[str, Any] | None) -> WidgetChannel:
        """See parent class."""
        return cls(settings_from(credentials))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """See parent class. Messages go to the brain, never past it to `on_new_message`."""
        brain = self.brain or ServerBrain()
        outbox = Outbox(self._database_url(), time.time)
        max_age_s = int(self.settings.session_hours * HOUR_S)
        server = WidgetServer(
            brain,
            self.settings,
            tokens=Tokens(secret_in(self.state), max_age_s),
            outbox=outbox,
        )
        sio = make_sockets(server, self.settings)
        blueprint = SocketBlueprint(sio, self.settings.socketio_path, "widget")
        if isinstance(brain, ServerBrain):
            brain.mount(blueprint)
        blueprint.add_route(_health, "/webhooks/widget", methods=["GET"], name="health")
        if self.settings.pages and self.pages is not None:
            add_pages(blueprint, self.pages, socketio_path=self.settings.socketio_path)

        @blueprint.listener("after_server_stop")
        async def close(_app: Sanic, _loop: Any) -> None:
            outbox.close()

        return blueprint

    def url_prefix(self) -> str:
        """See parent class. The script's address is short, and never changes."""
        return "/"

    def _database_url(self) -> str:
        return self.settings.database_url or f"sqlite:///{self.state / 'widget.db'}"


async def _health(_request: Request) -> HTTPResponse:
    return response.json({"status": "ok"})
