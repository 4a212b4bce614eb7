"""Talks to any Rasa 3.6 project: the trained model and its custom actions, in this process."""

from __future__ import annotations

import importlib.util
import logging
import os
import re
import sys
import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gutfaq.conversations.holding import Project
from gutfaq.conversations.script import BadScript, Case, Step
from gutfaq.conversations.settings import Settings
from gutfaq.conversations.turn import Event, Session, TurnResult


class RasaDriver:
    """Drives a Rasa agent; conversations live in memory and leave nothing behind."""

    name = "rasa"

    def __init__(self, agent: Any, actions: Any, project: Project) -> None:
        self.agent = agent
        self.project = project
        self._actions = actions

    async def start(self, case: Case) -> Session:
        """See `Driver`."""
        from rasa.core.channels import CollectingOutputChannel
        from rasa.shared.core.events import SlotSet

        self._actions.stubs = case.stubs
        self._actions.begin()
        session = Session(conversation_id(case))
        processor = self.agent.processor
        tracker = await processor.fetch_tracker_and_update_session(
            session.conversation, CollectingOutputChannel(), _metadata(case)
        )
        for name, value in case.slots.items():
            tracker.update(SlotSet(name, value), self.agent.domain)
        await processor.save_tracker(tracker)
        events = tuple(event.as_dict() for event in tracker.events)
        session.opening = TurnResult(events=events, raised=tuple(self._actions.raised))
        return session

    async def say(
        self, session: Session, step: Step, press: Mapping[str, Any] | None = None
    ) -> TurnResult:
        """See `Driver`."""
        from rasa.core.channels import CollectingOutputChannel, UserMessage

        self._actions.begin()
        message_id = f"{session.conversation}-{session.turns}"
        message = UserMessage(
            text=step.text if press is None else press.get("payload") or step.text,
            output_channel=CollectingOutputChannel(),
            sender_id=session.conversation,
            message_id=message_id,
            metadata=dict(step.metadata),
        )
        began, watch = time.time(), time.perf_counter()
        await self.agent.handle_message(message)
        took = (time.perf_counter() - watch) * 1000
        store = self.agent.tracker_store
        tracker = await store.retrieve_full_tracker(session.conversation)
        events = turn_events([event.as_dict() for event in tracker.events], message_id, began)
        return TurnResult(events=events, ms=took, raised=tuple(self._actions.raised))

    async def close(self) -> None:
        """See `Driver`."""


def load(settings: Settings) -> RasaDriver:
    """Return a driver with the project's newest model and its custom actions.

    Raises:
        BadScript: There is no model, or it can not be loaded.
    """
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    if str(settings.root) not in sys.path:
        sys.path.insert(0, str(settings.root))
    from rasa.core.agent import Agent
    from rasa.exceptions import ModelNotFound

    from gutfaq.conversations.inprocess import ActionsHere

    quiet()
    endpoints = _endpoints(settings.endpoints)
    actions = ActionsHere(_module(settings.actions), getattr(endpoints, "action", None))
    try:
        agent = Agent.load(
            settings.model, generator=getattr(endpoints, "nlg", None), action_endpoint=actions
        )
    except ModelNotFound:
        raise BadScript(f"{settings.model} holds no trained model. Run `rasa train`.") from None
    return RasaDriver(agent, actions, _project(agent.domain, settings))


def quiet(level: int = logging.WARNING) -> None:
    """Keep Rasa's logs to a level: rendering each debug line costs more than a turn."""
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(level)


def conversation_id(case: Case) -> str:
    """Return an id that no other conversation has and that tells the case."""
    slug = re.sub(r"\W+", "-", case.name.lower()).strip("-")[:40]
    return f"{slug}-{uuid.uuid4().hex[:12]}"


def turn_events(events: list[Event], message_id: str, began: float) -> tuple[Event, ...]:
    """Return the events of one turn.

    Args:
        events: All that are stored, or the newest of them: the history may be bounded.
        message_id: That of the turn's message.
        began: When the message was sent, in seconds; a session that expired starts anew after it,
            but before the message.
    """
    start = next(
        (at for at, event in enumerate(events) if event.get("message_id") == message_id),
        len(events),
    )
    while start > 0 and start < len(events) and (events[start - 1].get("timestamp") or 0) >= began:
        start -= 1
    return tuple(events[start:])


def seeds(root: Path) -> tuple[str, ...]:
    """Return the project's seed texts."""
    return tuple(
        path.read_text(encoding="utf-8") for path in sorted((root / "seeds").glob("*.txt"))
    )


def _metadata(case: Case) -> dict[str, Any] | None:
    return dict(case.steps[0].metadata) or None if case.steps else None


def _module(name: str) -> str | None:
    if name == "endpoint":
        return None
    return name if importlib.util.find_spec(name) is not None else None


def _endpoints(path: Path) -> Any:
    from rasa.core.utils import AvailableEndpoints

    return AvailableEndpoints.read_endpoints(str(path)) if path.is_file() else None


def _project(domain: Any, settings: Settings) -> Project:
    return Project(
        ground_truth=seeds(settings.root),
        phrases=frozenset(domain.responses),
        actions=frozenset(domain.action_names_or_texts),
        slots=frozenset(slot.name for slot in domain.slots),
    )
