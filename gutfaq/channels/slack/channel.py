"""Slack as a Rasa channel: on Rasa's own port, in Rasa's own process."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint

from gutfaq.channels.brain import ServerBrain
from gutfaq.channels.slack.door import SlackDoor
from gutfaq.channels.slack.settings import SlackSettings, from_environment
from gutfaq.channels.slack.web import routes
from gutfaq.reply import Brain

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]


class SlackChannel(InputChannel):
    """Listens at `/webhooks/slack/webhook`, over Socket Mode, or both.

    Without its secrets in the environment it stays closed and says so; Rasa starts all the same.
    """

    def __init__(self, settings: SlackSettings, brain: Brain | None = None) -> None:
        self._settings, self._brain = settings, brain

    @classmethod
    def name(cls) -> str:
        """See parent class."""
        return "slack"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> SlackChannel:
        """See parent class. Secrets come from the environment, never from `credentials`."""
        return cls(from_environment(os.environ))

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """See parent class. Messages go to the brain, never past it to `on_new_message`."""
        if self._brain is not None:
            return routes(SlackDoor(self._settings, self._brain))
        brain = ServerBrain()
        blueprint = routes(SlackDoor(self._settings, brain))
        brain.mount(blueprint)
        return blueprint
