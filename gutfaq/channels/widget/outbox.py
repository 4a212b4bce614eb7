"""Replies on their way: kept until they are old or deleted, so that none is lost or doubled."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

_tables = sa.MetaData()
_replies = sa.Table(
    "widget_replies",
    _tables,
    sa.Column("conversation", sa.String(64), primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("message_id", sa.String(64), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False, index=True),
    sa.Column("delivered", sa.Boolean, nullable=False),
    sa.UniqueConstraint("conversation", "message_id"),
)
_deleted = sa.Table(
    "widget_deleted",
    _tables,
    sa.Column("conversation", sa.String(64), primary_key=True),
    sa.Column("at", sa.Float, nullable=False, index=True),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A reply in the outbox.

    Attributes:
        seq: Rises within a conversation, also after older replies were dropped.
        message_id: The message that it replies to.
        body: The event as it is sent.
    """

    seq: int
    message_id: str
    body: dict[str, Any]


class Outbox:
    """The tables. Calls take well under a millisecond with SQLite, so they are not awaited.

    Args:
        url: SQLAlchemy's; replicas that share a database share their outbox.
        clock: Seconds since the epoch.
    """

    def __init__(self, url: str, clock: Callable[[], float]) -> None:
        self._engine = _engine(url)
        self._clock = clock
        _tables.create_all(self._engine)

    def put(self, conversation: str, message_id: str, body: dict[str, Any]) -> Kept:
        """Keep a reply and return it; when another process was first, return that one's."""
        for _ in range(5):
            try:
                return self._insert(conversation, message_id, body)
            except sa.exc.IntegrityError:
                kept = self.reply_to(conversation, message_id)
                if kept is not None:
                    return kept
        raise RuntimeError("The outbox could not number a reply in five tries.")

    def _insert(self, conversation: str, message_id: str, body: dict[str, Any]) -> Kept:
        """Number the reply by the clock, so that numbers rise even after a sweep."""
        now = self._clock()
        last = sa.select(sa.func.max(_replies.c.seq)).where(_replies.c.conversation == conversation)
        with self._engine.begin() as connection:
            seq = max((connection.execute(last).scalar() or 0) + 1, int(now * 1000))
            connection.execute(
                sa.insert(_replies).values(
                    conversation=conversation,
                    seq=seq,
                    message_id=message_id,
                    body=json.dumps(body),
                    at=now,
                    delivered=False,
                )
            )
        return Kept(seq, message_id, body)

    def reply_to(self, conversation: str, message_id: str) -> Kept | None:
        """Return the reply that the message got."""
        found = self._select(conversation, _replies.c.message_id == message_id)
        return found[0] if found else None

    def after(self, conversation: str, seq: int) -> list[Kept]:
        """Return the replies that a client which has seen `seq` has not."""
        return self._select(conversation, _replies.c.seq > seq)

    def undelivered(self, conversation: str) -> list[Kept]:
        """Return the replies that were never sent to any client, for those that do not count."""
        return self._select(conversation, _replies.c.delivered.is_(False))

    def replies(self, conversation: str) -> list[Kept]:
        """Return all that is kept, in order."""
        return self._select(conversation, sa.true())

    def mark_delivered(self, conversation: str, seq: int) -> None:
        """Note that the reply went out to a client."""
        row = (_replies.c.conversation == conversation) & (_replies.c.seq == seq)
        with self._engine.begin() as connection:
            connection.execute(sa.update(_replies).where(row).values(delivered=True))

    def delete(self, conversation: str) -> None:
        """Delete the conversation's replies, and remember that its tokens no longer count."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_replies).where(_replies.c.conversation == conversation))
            connection.execute(sa.delete(_deleted).where(_deleted.c.conversation == conversation))
            connection.execute(
                sa.insert(_deleted).values(conversation=conversation, at=self._clock())
            )
        if self._engine.dialect.name == "sqlite":
            with self._engine.connect() as connection:  # the journal, too, lets go of the words
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def is_deleted(self, conversation: str) -> bool:
        """Return whether the conversation was deleted."""
        row = sa.select(_deleted.c.at).where(_deleted.c.conversation == conversation)
        with self._engine.connect() as connection:
            return connection.execute(row).first() is not None

    def sweep(self, *, replies_s: float, deleted_s: float) -> None:
        """Drop replies, and marks of deletion, that are older than so many seconds."""
        now = self._clock()
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_replies).where(_replies.c.at < now - replies_s))
            connection.execute(sa.delete(_deleted).where(_deleted.c.at < now - deleted_s))

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def _select(self, conversation: str, which: Any) -> list[Kept]:
        query = (
            sa.select(_replies.c.seq, _replies.c.message_id, _replies.c.body)
            .where((_replies.c.conversation == conversation) & which)
            .order_by(_replies.c.seq)
        )
        with self._engine.connect() as connection:
            return [Kept(row[0], row[1], json.loads(row[2])) for row in connection.execute(query)]


def _engine(url: str) -> sa.engine.Engine:
    if not url.startswith("sqlite"):
        return sa.create_engine(url, pool_pre_ping=True, pool_recycle=300)
    if url != "sqlite://":
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        url,
        connect_args={"check_same_thread": False, "timeout": 5},
        poolclass=sa.pool.StaticPool if url == "sqlite://" else None,
    )

    def pragmas(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA secure_delete=ON")  # deleted means gone from the file, too

    sa.event.listen(engine, "connect", pragmas)
    return engine
