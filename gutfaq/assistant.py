"""The assistant as one object: a Rasa agent with our generator, actions, store and gate."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from rasa.core.agent import Agent
from rasa.core.lock_store import InMemoryLockStore
from rasa.model import get_latest_model

from gutfaq.cheaper import compute_once
from gutfaq.endpoints import action_endpoint
from gutfaq.errors import Refused, StaleModel
from gutfaq.gate import LAYERS, Gate
from gutfaq.memory import give_back
from gutfaq.nlg import FINGERPRINT_SLOT, PhrasebookGenerator
from gutfaq.phrasebook import Phrasebook, phrasebook_of
from gutfaq.project import Project, here
from gutfaq.reply import Reply, Turn
from gutfaq.safety import load as load_matcher
from gutfaq.storage import ConversationStore


@dataclass(frozen=True)
class Assistant:
    """A loaded assistant. `ask` is all that most callers need."""

    agent: Agent
    gate: Gate
    phrasebook: Phrasebook
    store: ConversationStore

    @classmethod
    def load(
        cls,
        project: Project | None = None,
        *,
        model: Path | None = None,
        database: str | None = None,
        actions_url: str | None = None,
        layers: frozenset[str] = LAYERS,
    ) -> Assistant:
        """Return an assistant with the project's newest model.

        Args:
            project: By default, the one that this code stands in.
            model: Another model than the newest.
            database: SQLAlchemy URL for conversations; `sqlite://` keeps them in memory.
            actions_url: A remote action server; by default `GUTFAQ_ACTIONS_URL`, else in-process.
            layers: The safety layers that are on; only tests switch one off.

        Raises:
            StaleModel: There is no model, or it was trained from other seeds, answers or notices.
            Refused: Something is ungrounded.
        """
        project = project or here()
        phrasebook = phrasebook_of(project.root)
        compute_once()
        store = ConversationStore(url=database)
        agent = Agent.load(
            model_path=_model(project, model),
            generator=PhrasebookGenerator(phrasebook=phrasebook),
            tracker_store=store,
            lock_store=InMemoryLockStore(),
            action_endpoint=action_endpoint(
                phrasebook, actions_url or os.environ.get("GUTFAQ_ACTIONS_URL")
            ),
        )
        refuse_stale(agent, phrasebook)
        matcher = load_matcher(project.data / "safety")
        gate = Gate(lambda: agent, phrasebook, matcher, store.conversations, layers=layers)
        give_back()
        return cls(agent, gate, phrasebook, store)

    async def ask(self, turn: Turn) -> Reply:
        """Return the reply; see `Brain`."""
        return await self.gate.ask(turn)


def _model(project: Project, model: Path | None) -> str:
    path = str(model) if model else get_latest_model(str(project.models))
    if not path or not Path(path).is_file():
        raise StaleModel(f"{project.models} holds no model. Run `make train`.")
    return path


def refuse_stale(agent: Agent, phrasebook: Phrasebook) -> None:
    """Refuse a model whose words are not those that stand here.

    Raises:
        StaleModel: It was trained from other seeds, answers or notices.
        Refused: The agent has no model.
    """
    if agent.domain is None:
        raise Refused("The assistant has no model loaded. Run `make train`.")
    trained = {slot.name: slot.initial_value for slot in agent.domain.slots}.get(FINGERPRINT_SLOT)
    if trained != phrasebook.fingerprint:
        raise StaleModel(
            f"The model {agent.model_name} was trained from other seeds, answers or notices than "
            "stand here. Run `make train`."
        )
