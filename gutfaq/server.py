"""The server of `gutfaq run`: page, widget, JSON door and the other channels, in one process."""

from __future__ import annotations

import asyncio
import logging
import os
from typing import Any

from rasa.core.channels.channel import register
from rasa.core.run import create_http_input_channels
from sanic import Sanic

from gutfaq.assistant import Assistant
from gutfaq.channels.heads import refuse_bad_heads
from gutfaq.channels.internal import internal_routes
from gutfaq.channels.pages import Pages
from gutfaq.channels.widget import WidgetChannel
from gutfaq.project import Project
from gutfaq.storage import RETENTION_DAYS

logger = logging.getLogger(__name__)

_RETENTION = "retention"
_DAY_S = 24 * 60 * 60
_MAX_REQUEST = 1024 * 1024  # bytes, what Slack may send; each door has a lower limit of its own


def make_app(project: Project, assistant: Assistant) -> Sanic:
    """Return a Sanic app with every door of credentials.yml open that has its secrets."""
    app = Sanic("gutfaq", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = _MAX_REQUEST
    app.config.ACCESS_LOG = False
    refuse_bad_heads(app)
    app.ctx.agent = assistant.agent
    app.ctx.gate = assistant.gate
    doors = create_http_input_channels(None, str(project.root / "credentials.yml"))
    for door in doors:
        if isinstance(door, WidgetChannel):
            door.state, door.pages = project.state, Pages.of(project, assistant.phrasebook)
    register(doors, app, route="/webhooks/")
    secret = os.environ.get("GUTFAQ_INTERNAL_SECRET")
    if secret:
        app.blueprint(internal_routes(assistant.gate, secret))

    @app.listener("after_server_start")
    async def retain(app: Sanic, _loop: Any) -> None:
        app.add_task(_forget_daily(assistant), name=_RETENTION)

    @app.listener("before_server_stop")
    async def stop_retaining(app: Sanic, _loop: Any) -> None:
        await app.cancel_task(_RETENTION, raise_exception=False)

    return app


async def _forget_daily(assistant: Assistant) -> None:
    while True:
        try:
            assistant.store.conversations.forget_old(RETENTION_DAYS)
        except Exception as failure:  # a store that is away today may be back tomorrow
            logger.error("Old conversations were not deleted: %s.", type(failure).__name__)
        await asyncio.sleep(_DAY_S)
