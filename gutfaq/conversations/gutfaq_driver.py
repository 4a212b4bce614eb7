"""Talks to a Gut FAQ in this process: the whole assistant, gates and all, behind no door."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gutfaq.conversations.holding import Project
from gutfaq.conversations.rasa_driver import conversation_id, quiet, turn_events
from gutfaq.conversations.script import Case, Step
from gutfaq.conversations.settings import Settings
from gutfaq.conversations.turn import Event, Session, TurnResult
from gutfaq.reply import Turn, as_json

if TYPE_CHECKING:
    from gutfaq.assistant import Assistant
    from gutfaq.conversations.inprocess import ActionsHere
    from gutfaq.phrasebook import Phrasebook


class GutfaqDriver:
    """Drives the assistant; conversations live in memory and leave nothing behind."""

    name = "gutfaq"

    def __init__(self, assistant: Assistant, actions: ActionsHere) -> None:
        self.assistant = assistant
        self.project = project_of(assistant.phrasebook, assistant.agent.domain)
        self._actions = actions

    async def start(self, case: Case) -> Session:
        """See `Driver`."""
        from rasa.core.channels import CollectingOutputChannel
        from rasa.shared.core.events import SlotSet

        self._actions.stubs = case.stubs
        self._actions.begin()
        session = Session(conversation_id(case))
        processor, domain = self.assistant.agent.processor, self.assistant.agent.domain
        if case.slots:
            tracker = await processor.fetch_tracker_and_update_session(
                session.conversation, CollectingOutputChannel()
            )
            for name, value in case.slots.items():
                tracker.update(SlotSet(name, value), domain)
            await processor.save_tracker(tracker)
        return session

    async def say(
        self, session: Session, step: Step, press: Mapping[str, Any] | None = None
    ) -> TurnResult:
        """See `Driver`."""
        self._actions.begin()
        message_id = f"{session.conversation}-{session.turns}"
        payload = None if press is None else str(press["payload"])
        turn = Turn(session.conversation, step.text, payload, message_id)
        began, watch = time.time(), time.perf_counter()
        reply = await self.assistant.ask(turn)
        took = (time.perf_counter() - watch) * 1000
        events = self.events(session, message_id, began)
        raised = tuple(self._actions.raised)
        return TurnResult(events, as_json(reply), took, raised)

    async def close(self) -> None:
        """See `Driver`."""

    def events(self, session: Session, message_id: str, began: float) -> tuple[Event, ...]:
        """Return the turn's events; of a turn that deleted them, the actions that were called."""
        state = self.assistant.store.conversations.read(session.conversation)
        if state is None:
            return tuple({"event": "action", "name": name} for name in self._actions.called)
        return turn_events(state["events"], message_id, began)


async def load(settings: Settings) -> GutfaqDriver:
    """Return a driver with the project's newest model.

    Raises:
        Refused: There is no model, or it was trained from other words than stand here.
    """
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    from gutfaq.assistant import Assistant
    from gutfaq.conversations.inprocess import ActionsHere
    from gutfaq.project import Project as Folders

    quiet()
    model = settings.model if settings.model.is_file() else None
    assistant = Assistant.load(Folders(settings.root), model=model, database="sqlite://")
    # Around the project's own endpoint, so that a script sees an action that raised.
    actions = ActionsHere(None, assistant.agent.processor.action_endpoint)
    assistant.agent.processor.action_endpoint = actions
    return GutfaqDriver(assistant, actions)


def project_of(phrasebook: Phrasebook, domain: Any) -> Project:
    """Return what the checks need to know of a Gut FAQ."""
    return Project(
        ground_truth=tuple(sentence.words for sentence in phrasebook.sentences),
        phrases=frozenset(phrasebook.answers) | frozenset(phrasebook.notices),
        actions=frozenset(domain.action_names_or_texts),
        slots=frozenset(slot.name for slot in domain.slots),
        answers=frozenset(phrasebook.answers),
        sentences=tuple(sentence.words for sentence in phrasebook.sentences),
    )
