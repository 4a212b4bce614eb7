"""Where conversations are kept: SQL, one row a conversation, bounded, deletable.

Rasa's own SQL store grows with the conversation and every turn reads it all (turns took 250 ms
after 120 of them); bounded, it stores nothing after its bound. This one keeps the slots and the
last turn, so that turn 500 costs what turn 5 does.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import SESSION_START_METADATA_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
    deserialise_events,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from gutfaq.project import here

logger = logging.getLogger(__name__)

KEPT_TURNS = 1  # the policies look at the last turn; slots carry the rest
KEPT_REPLIES = 20  # so that a message that is sent again gets the reply it got
RETENTION_DAYS = 30

_tables = sa.MetaData()
_conversations = sa.Table(
    "conversations",
    _tables,
    sa.Column("id", sa.String(128), primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("changed", sa.Float, nullable=False, index=True),
)
_replies = sa.Table(
    "replies",
    _tables,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation", sa.String(128), nullable=False, index=True),
    sa.Column("message_id", sa.String(128), nullable=False),
    sa.Column("reply", sa.Text, nullable=False),
    sa.UniqueConstraint("conversation", "message_id"),
)
_ratings = sa.Table(
    "ratings",
    _tables,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation", sa.String(128), nullable=False, index=True),
    sa.Column("phrase", sa.String(128), nullable=False),
    sa.Column("vote", sa.String(8), nullable=False),
    sa.Column("reason", sa.String(500)),
    sa.Column("at", sa.Float, nullable=False),
)

# Made once: building a statement costs more than running it.
_AT = sa.bindparam("at")
_CONVERSATION = sa.bindparam("of")
_MESSAGE = sa.bindparam("message")
_STATE = sa.select(_conversations.c.state).where(_conversations.c.id == _CONVERSATION)
_REPLY = sa.select(_replies.c.reply).where(
    _replies.c.conversation == _CONVERSATION, _replies.c.message_id == _MESSAGE
)
_STATE_AND_REPLY = sa.select(_STATE.scalar_subquery(), _REPLY.scalar_subquery())
_WRITE = (
    sa.update(_conversations)
    .where(_conversations.c.id == _CONVERSATION)
    .values(state=sa.bindparam("said"), changed=_AT)
)
_BEGIN = sa.insert(_conversations).values(id=_CONVERSATION, state=sa.bindparam("said"), changed=_AT)
_KEEP = sa.insert(_replies).values(
    conversation=_CONVERSATION, message_id=_MESSAGE, reply=sa.bindparam("said")
)
_NEWEST_TOO_MANY = (
    sa.select(_replies.c.number)
    .where(_replies.c.conversation == _CONVERSATION)
    .order_by(_replies.c.number.desc())
    .limit(1)
    .offset(KEPT_REPLIES)
)
_DROP = sa.delete(_replies).where(
    _replies.c.conversation == _CONVERSATION,
    _replies.c.number <= _NEWEST_TOO_MANY.scalar_subquery(),
)


def default_url() -> str:
    """Return `GUTFAQ_DATABASE_URL`, else a SQLite file in the project's state folder."""
    url = os.environ.get("GUTFAQ_DATABASE_URL")
    if url:
        return url
    folder = here().state
    folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{folder / 'conversations.db'}"


def _engine(url: str) -> sa.engine.Engine:
    if not url.startswith("sqlite"):
        return sa.create_engine(url, pool_pre_ping=True, pool_recycle=300, hide_parameters=True)
    in_memory = url in ("sqlite://", "sqlite:///:memory:")
    if not in_memory:
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        url,
        hide_parameters=True,  # what people typed is in no error's text
        connect_args={"check_same_thread": False, "timeout": 5},
        # Kept open: opening and closing a file's connection is most of what a small write costs.
        poolclass=sa.pool.StaticPool if in_memory else sa.pool.QueuePool,
    )

    @sa.event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: Any) -> None:
        # WAL lets several processes read while one writes; NORMAL is safe with it.
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")

    return engine


class Conversations:
    """The tables: conversations, the replies they got, and what people thought of them."""

    def __init__(self, url: str | None = None, *, clock: Callable[[], float] = time.time) -> None:
        self._engine = _engine(url or default_url())
        self._clock = clock
        _tables.create_all(self._engine)

    def read(self, conversation: str) -> dict[str, Any] | None:
        """Return the stored state, or None."""
        with self._engine.connect() as connection:
            row = connection.execute(_STATE, {"of": conversation}).first()
        return json.loads(row[0]) if row else None

    def write(self, conversation: str, state: dict[str, Any]) -> None:
        """Store the state in place of the one before."""
        values = {"of": conversation, "said": json.dumps(state), "at": self._clock()}
        with self._engine.begin() as connection:
            if not connection.execute(_WRITE, values).rowcount:
                connection.execute(_BEGIN, values)

    def set_slots(self, conversation: str, **slots: Any) -> None:
        """Set slots of the stored state, of an empty one where none is stored."""
        state = self.read(conversation) or {"slots": {}, "events": []}
        self.write(conversation, {**state, "slots": {**state["slots"], **slots}})

    def before(
        self, conversation: str, message_id: str
    ) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
        """Return the stored state, and the reply that this message got, as JSON; None for none."""
        given = {"of": conversation, "message": message_id}
        with self._engine.connect() as connection:
            state, reply = connection.execute(_STATE_AND_REPLY, given).one()
        return (json.loads(state) if state else None), (json.loads(reply) if reply else None)

    def keep_reply(self, conversation: str, message_id: str, reply: dict[str, Any]) -> None:
        """Store the reply to a message; of older ones only the last few are kept."""
        given = {"of": conversation, "message": message_id, "said": json.dumps(reply)}
        with self._engine.begin() as connection:
            connection.execute(_KEEP, given)
            connection.execute(_DROP, {"of": conversation})

    def rate(self, conversation: str, phrase: str, vote: str, reason: str | None) -> None:
        """Store a vote on a phrase; a new vote of the conversation replaces the old."""
        mine = sa.and_(_ratings.c.conversation == conversation, _ratings.c.phrase == phrase)
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_ratings).where(mine))
            connection.execute(
                sa.insert(_ratings).values(
                    conversation=conversation,
                    phrase=phrase,
                    vote=vote,
                    reason=reason[:500] if reason else None,
                    at=self._clock(),
                )
            )

    def ratings(self) -> list[tuple[str, str, int]]:
        """Return (phrase, vote, how many), for the operator."""
        query = sa.select(_ratings.c.phrase, _ratings.c.vote, sa.func.count()).group_by(
            _ratings.c.phrase, _ratings.c.vote
        )
        with self._engine.connect() as connection:
            return [(row[0], row[1], row[2]) for row in connection.execute(query)]

    def forget(self, conversation: str) -> None:
        """Delete everything about the conversation."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_conversations).where(_conversations.c.id == conversation))
            for table in (_replies, _ratings):
                connection.execute(sa.delete(table).where(table.c.conversation == conversation))

    def forget_old(self, days: float = RETENTION_DAYS) -> int:
        """Delete conversations unchanged for so many days; return how many."""
        limit = self._clock() - days * 86400
        query = sa.select(_conversations.c.id).where(_conversations.c.changed < limit)
        with self._engine.connect() as connection:
            old = [row[0] for row in connection.execute(query)]
        for conversation in old:
            self.forget(conversation)
        self._forget_strays(limit)
        return len(old)

    def _forget_strays(self, limit: float) -> None:
        """Delete replies and old votes whose conversation has no state: nothing else would."""
        stored = sa.select(_conversations.c.id)
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_replies).where(_replies.c.conversation.not_in(stored)))
            old = sa.and_(_ratings.c.conversation.not_in(stored), _ratings.c.at < limit)
            connection.execute(sa.delete(_ratings).where(old))

    def all(self) -> list[str]:
        """Return the ids of all stored conversations."""
        with self._engine.connect() as connection:
            return [row[0] for row in connection.execute(sa.select(_conversations.c.id))]


class ConversationStore(TrackerStore):
    """Rasa's tracker store over `Conversations`; set by `tracker_store:` in endpoints.yml."""

    def __init__(
        self,
        domain: Domain | None = None,
        host: EndpointConfig | str | None = None,
        event_broker: EventBroker | None = None,
        url: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self.conversations = Conversations(url)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store slots and the last turns (see parent class).

        While the database is away nothing is kept: Rasa's own fallback would keep what was typed
        in memory, where no deletion reaches it, and would log the failure with its parameters.
        """
        await self.stream_events(tracker)
        slots = {
            name: slot.value
            for name, slot in tracker.slots.items()
            # What was made of a session's first message is not kept longer than the message.
            if slot.value != slot.initial_value and name != SESSION_START_METADATA_SLOT
        }
        events = [event.as_dict() for event in last_turns(list(tracker.events))]
        try:
            self.conversations.write(tracker.sender_id, {"slots": slots, "events": events})
        except Exception as failure:
            logger.error("The store failed with %s.", type(failure).__name__)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the conversation as if it had begun with its slots set (see parent class)."""
        state = self.conversations.read(sender_id)
        if state is None:
            return None
        begun: list[Event] = [ActionExecuted("action_session_start"), SessionStarted()]
        begun += [
            SlotSet(name, value)
            for name, value in state["slots"].items()
            if any(slot.name == name for slot in self.domain.slots)
        ]
        begun.append(ActionExecuted("action_listen"))
        events = begun + deserialise_events(state["events"])
        return DialogueStateTracker.from_events(sender_id, events, self.domain.slots)

    async def keys(self) -> Sequence[str]:
        """Return the ids of all stored conversations (see parent class)."""
        return self.conversations.all()


def last_turns(events: Sequence[Event], turns: int = KEPT_TURNS) -> list[Event]:
    """Return the events since the last messages, without what the assistant said.

    Words are no input of any policy, and the phrasebook has them; names stay.
    """
    starts = [index for index, event in enumerate(events) if isinstance(event, UserUttered)]
    if not starts:
        return []
    begin = starts[-turns] if len(starts) >= turns else starts[0]
    kept = [event for event in events[begin:] if not isinstance(event, SessionStarted)]
    return [_without_words(event) for event in kept]


def _without_words(event: Event) -> Event:
    if not isinstance(event, BotUttered):
        return event
    kept = {key: event.metadata.get(key) for key in ("phrase", "offers")}
    return BotUttered(text=None, data=None, metadata=kept, timestamp=event.timestamp)
