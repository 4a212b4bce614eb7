"""The widget's routes and sockets as one Sanic blueprint, without Rasa."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from gutfaq.channels.pages import Pages, add_pages
from gutfaq.channels.tokens import Tokens, secret_in
from gutfaq.channels.widget.outbox import Outbox
from gutfaq.channels.widget.server import HOUR_S, WidgetServer
from gutfaq.channels.widget.settings import WidgetSettings
from gutfaq.channels.widget.sockets import SocketBlueprint, make_sockets
from gutfaq.reply import Brain


def make_blueprint(
    brain: Brain, settings: WidgetSettings, *, state: Path, pages: Pages | None
) -> SocketBlueprint:
    """Return the blueprint, to be mounted at the root.

    Args:
        brain: Who answers.
        settings: What the operator set.
        state: Folder of the outbox and of the signing secret.
        pages: The script, the demo page and the source pages; None serves the sockets alone.
    """
    outbox = Outbox(settings.database_url or f"sqlite:///{state / 'widget.db'}", time.time)
    tokens = Tokens(secret_in(state), int(settings.session_hours * HOUR_S))
    server = WidgetServer(brain, settings, tokens=tokens, outbox=outbox)
    blueprint = SocketBlueprint(make_sockets(server, settings), settings.socketio_path, "widget")
    blueprint.add_route(_health, "/webhooks/widget", methods=["GET"], name="health")
    if settings.pages and pages is not None:
        add_pages(blueprint, pages, socketio_path=settings.socketio_path)

    @blueprint.listener("after_server_stop")
    async def close(_app: Sanic, _loop: Any) -> None:
        outbox.close()

    return blueprint


async def _health(_request: Request) -> HTTPResponse:
    return response.json({"status": "ok"})
