"""The widget as a Rasa input channel: credentials in, a Sanic blueprint out."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint

from gutfaq.channels.brain import ServerBrain
from gutfaq.channels.pages import Pages
from gutfaq.channels.widget.blueprint import make_blueprint
from gutfaq.channels.widget.settings import WidgetSettings, settings_from
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
        blueprint = make_blueprint(brain, self.settings, state=self.state, pages=self.pages)
        if isinstance(brain, ServerBrain):
            brain.mount(blueprint)
        return blueprint

    def url_prefix(self) -> str:
        """See parent class. The script's address is short, and never changes."""
        return "/"
