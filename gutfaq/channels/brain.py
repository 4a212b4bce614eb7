"""How a door finds the assistant of the server that it is mounted on."""

from __future__ import annotations

from typing import Any, Literal

from gutfaq.assistant import refuse_stale
from gutfaq.errors import Refused
from gutfaq.gate import Gate
from gutfaq.phrasebook import phrasebook_of
from gutfaq.project import here
from gutfaq.reply import Reply, Turn
from gutfaq.safety import load as load_matcher
from gutfaq.storage import Conversations, ConversationStore


def brain_of(app: Any) -> Gate:
    """Return the gate of a Sanic app: the launcher's, or, under stock `rasa run`, a new one.

    Raises:
        Refused: The app's model was trained from other seeds, answers or notices.
    """
    gate = getattr(app.ctx, "gate", None)
    if gate is None:
        project = here()
        phrasebook = phrasebook_of(project.root)
        refuse_stale(app.ctx.agent, phrasebook)
        store = app.ctx.agent.tracker_store
        kept = store.conversations if isinstance(store, ConversationStore) else Conversations()
        matcher = load_matcher(project.data / "safety")
        gate = app.ctx.gate = Gate(lambda: app.ctx.agent, phrasebook, matcher, kept)
    return gate


class ServerBrain:
    """A `Brain` for doors that are made before the server that they stand in."""

    def __init__(self) -> None:
        self._app: Any = None

    def mount(self, blueprint: Any) -> None:
        """Learn from the door's blueprint which server it is."""

        @blueprint.listener("before_server_start")
        async def learn(app: Any, _loop: Any) -> None:
            self._app = app

    async def ask(self, turn: Turn) -> Reply:
        """See `Brain`."""
        return await self._gate().ask(turn)

    async def forget(self, conversation: str) -> None:
        """See `Brain`."""
        await self._gate().forget(conversation)

    async def rate(
        self, conversation: str, phrase: str, vote: Literal["up", "down"], reason: str | None
    ) -> None:
        """See `Brain`."""
        await self._gate().rate(conversation, phrase, vote, reason)

    def _gate(self) -> Gate:
        if self._app is None:
            raise Refused("The door's server has not started. Start it with `gutfaq run`.")
        return brain_of(self._app)
