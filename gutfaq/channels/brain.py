"""How a door finds the assistant of the server that it is mounted on."""

from __future__ import annotations

from typing import Any

from gutfaq.assistant import refuse_stale
from gutfaq.gate import Gate
from gutfaq.phrasebook import phrasebook_of
from gutfaq.project import here
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
