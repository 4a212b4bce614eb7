"""The inbox in a SQL database: SQLite on one machine, PostgreSQL for more."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from gutfaq.channels.slack.inbox import InboxRefused
from gutfaq.channels.slack.jobs import Job, State, dump, load
from gutfaq.channels.slack.pen import Pen

metadata = sql.MetaData()
seen = sql.Table(
    "slack_seen",
    metadata,
    sql.Column("key", sql.String(200), primary_key=True),
    sql.Column("at", sql.Float, nullable=False, index=True),
)
jobs = sql.Table(
    "slack_jobs",
    metadata,
    sql.Column("seq", sql.Integer, primary_key=True, autoincrement=True),
    sql.Column("key", sql.String(200), nullable=False, unique=True),
    sql.Column("lane", sql.String(200), nullable=False, index=True),
    sql.Column("state", sql.String(8), nullable=False),
    sql.Column("tries", sql.Integer, nullable=False),
    sql.Column("body", sql.Text, nullable=False),
)
lanes = sql.Table(
    "slack_lanes",
    metadata,
    sql.Column("lane", sql.String(200), primary_key=True),
    sql.Column("owner", sql.String(64), nullable=False),
    sql.Column("until", sql.Float, nullable=False),
    sql.Column("after", sql.Float, nullable=False),
)
threads = sql.Table(
    "slack_threads",
    metadata,
    sql.Column("thread", sql.String(200), primary_key=True),
    sql.Column("at", sql.Float, nullable=False, index=True),
)
THREADS_KEPT = 30 * 24 * 3600.0


class SqlInbox:
    """See `Inbox`. All times are seconds since the epoch by the clock of the process."""

    def __init__(self, engine: Engine, *, owner: str, lease: float, keep: float) -> None:
        self._pen = Pen(engine)
        self._insert: Any = sqlite_insert if engine.name == "sqlite" else postgresql_insert
        self._owner, self._lease, self._keep = owner, lease, keep
        self._next_sweep = 0.0

    @classmethod
    async def open(cls, url: str, *, owner: str, lease: float, keep: float) -> SqlInbox:
        """Return the inbox, its tables created when they are missing.

        Raises:
            InboxRefused: The database cannot be opened.
        """
        try:
            engine = make_engine(url)
            inbox = cls(engine, owner=owner, lease=lease, keep=keep)
            await inbox._pen.run(lambda connection: metadata.create_all(connection))
        except (SQLAlchemyError, OSError) as error:
            raise InboxRefused(
                f"GUTFAQ_SLACK_INBOX cannot be opened ({type(error).__name__}). "
                "Check that its server runs, or that its directory can be written."
            ) from error
        return inbox

    async def put(self, job: Job, *, engage: str | None = None) -> bool:
        """See `Inbox`."""
        now = time.time()

        def work(connection: Connection) -> bool:
            if engage:
                self._add(connection, threads, thread=engage, at=now)
            if not self._add(connection, seen, key=job.key, at=now):
                return False
            self._add(connection, lanes, lane=job.lane, owner="", until=0.0, after=0.0)
            row = {"key": job.key, "lane": job.lane, "state": "new", "tries": 0, "body": dump(job)}
            connection.execute(jobs.insert().values(**row))
            return True

        return await self._pen.run(work)

    async def cancel(self, key: str) -> None:
        """See `Inbox`."""
        now = time.time()

        def work(connection: Connection) -> None:
            self._add(connection, seen, key=key, at=now)
            connection.execute(jobs.delete().where(jobs.c.key == key, jobs.c.state == "new"))

        await self._pen.run(work)

    async def engaged(self, thread: str) -> bool:
        """See `Inbox`."""
        query = sql.select(threads.c.at).where(threads.c.thread == thread)
        return await self._pen.run(lambda connection: connection.execute(query).first() is not None)

    async def take(self, limit: int) -> list[Job]:
        """See `Inbox`."""
        return await self._pen.run(lambda connection: self._take(connection, limit))

    def _take(self, connection: Connection, limit: int) -> list[Job]:
        now = time.time()
        self._sweep(connection, now)
        first = sql.func.min(jobs.c.seq)
        free = (
            sql.select(jobs.c.lane, first)
            .join(lanes, lanes.c.lane == jobs.c.lane)
            .where(lanes.c.until <= now, lanes.c.after <= now)
            .group_by(jobs.c.lane)
            .order_by(first)
            .limit(limit)
        )
        taken = []
        for lane, _ in connection.execute(free).all():
            # Two processes may read the same free lane; only one of them changes its row.
            won = connection.execute(
                lanes.update()
                .where(lanes.c.lane == lane, lanes.c.until <= now, lanes.c.after <= now)
                .values(owner=self._owner, until=now + self._lease)
            )
            if won.rowcount == 1:
                query = jobs.select().where(jobs.c.lane == lane).order_by(jobs.c.seq).limit(1)
                row = connection.execute(query).first()
                if row is None:  # finished by another process in between
                    self._release(connection, lane, 0.0)
                else:
                    taken.append(load(row.body, state=row.state, tries=row.tries))
        return taken

    async def sending(self, job: Job) -> bool:
        """See `Inbox`."""

        def work(connection: Connection) -> bool:
            if not self._extend(connection, job.lane):
                return False
            row = jobs.update().where(jobs.c.key == job.key).values(state="sending")
            if connection.execute(row).rowcount == 1:
                return True
            self._release(connection, job.lane, 0.0)  # cancelled since it was taken
            return False

        return await self._pen.run(work)

    async def extend(self, lanes: list[str]) -> None:
        """See `Inbox`."""
        await self._pen.run(lambda connection: [self._extend(connection, lane) for lane in lanes])

    def _extend(self, connection: Connection, lane: str) -> bool:
        now = time.time()
        ours = (lanes.c.lane == lane) & (lanes.c.owner == self._owner) & (lanes.c.until > now)
        renewed = connection.execute(lanes.update().where(ours).values(until=now + self._lease))
        return bool(renewed.rowcount == 1)

    async def finish(self, job: Job, *, rest: float = 0.0) -> None:
        """See `Inbox`."""

        def work(connection: Connection) -> None:
            connection.execute(jobs.delete().where(jobs.c.key == job.key))
            self._release(connection, job.lane, rest)

        await self._pen.run(work)

    async def postpone(self, job: Job, *, rest: float, state: State) -> None:
        """See `Inbox`."""

        def work(connection: Connection) -> None:
            if self._extend(connection, job.lane):
                changed = {"state": state, "tries": job.tries + 1}
                connection.execute(jobs.update().where(jobs.c.key == job.key).values(**changed))
                self._release(connection, job.lane, rest)

        await self._pen.run(work)

    def _release(self, connection: Connection, lane: str, rest: float) -> None:
        ours = (lanes.c.lane == lane) & (lanes.c.owner == self._owner)
        free = {"owner": "", "until": 0.0, "after": time.time() + rest}
        connection.execute(lanes.update().where(ours).values(**free))

    async def waiting(self) -> int:
        """See `Inbox`."""
        query = sql.select(sql.func.count()).select_from(jobs)
        return await self._pen.run(lambda connection: int(connection.execute(query).scalar_one()))

    async def close(self) -> None:
        """See `Inbox`."""
        await self._pen.close()

    def _sweep(self, connection: Connection, now: float) -> None:
        """Forget old keys and quiet threads, once a minute."""
        if now < self._next_sweep:
            return
        self._next_sweep = now + 60.0
        connection.execute(seen.delete().where(seen.c.at < now - self._keep))
        connection.execute(threads.delete().where(threads.c.at < now - THREADS_KEPT))

    def _add(self, connection: Connection, table: sql.Table, **row: Any) -> bool:
        """Insert the row; False when its key is there already."""
        added = connection.execute(self._insert(table).values(**row).on_conflict_do_nothing())
        return bool(added.rowcount == 1)


def make_engine(url: str) -> Engine:
    """Return an engine that never shows parameters, which are people's words, in its errors."""
    address = sql.engine.make_url(url)
    if address.get_backend_name() != "sqlite":
        return sql.create_engine(address, hide_parameters=True, pool_pre_ping=True, future=True)
    if address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sql.create_engine(
        address,
        hide_parameters=True,
        future=True,
        poolclass=sql.pool.QueuePool,  # the pen keeps its one connection
        connect_args={"timeout": 15, "check_same_thread": False},
    )
    sql.event.listen(engine, "connect", _set_up_sqlite)
    sql.event.listen(engine, "begin", lambda c: c.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")  # the acknowledgement promises durability
    connection.execute("PRAGMA secure_delete=ON")  # an answered question leaves no bytes behind
