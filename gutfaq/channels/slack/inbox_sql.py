"""The inbox in a SQL database: SQLite on one machine, PostgreSQL for more."""

from __future__ import annotations

import time

from sqlalchemy.engine import Connection

from gutfaq.channels.slack.database import open_pen
from gutfaq.channels.slack.jobs import Job, State, dump, load
from gutfaq.channels.slack.pen import Pen
from gutfaq.channels.slack.settings import PREFIX
from gutfaq.channels.slack.statements import Statements, metadata

THREADS_KEPT = 30 * 24 * 3600.0


class SqlInbox:
    """See `Inbox`. All times are seconds since the epoch by the clock of the process."""

    def __init__(self, pen: Pen, *, owner: str, lease: float, keep: float) -> None:
        self._pen, self._do = pen, Statements(pen.engine).run
        self._owner, self._lease, self._keep = owner, lease, keep
        self._next_sweep = 0.0

    @classmethod
    async def open(cls, url: str, *, owner: str, lease: float, keep: float) -> SqlInbox:
        """Return the inbox, its tables created when they are missing.

        Raises:
            SlackSettingsRefused: The database cannot be opened.
        """
        pen = await open_pen(url, metadata, setting=PREFIX + "INBOX")
        return cls(pen, owner=owner, lease=lease, keep=keep)

    async def put(self, job: Job, *, engage: str | None = None) -> bool:
        """See `Inbox`."""
        now = time.time()

        def work(connection: Connection) -> bool:
            if engage:
                self._do(connection, "engage", thread=engage, at=now)
            if self._do(connection, "see", key=job.key, at=now).rowcount != 1:
                return False
            self._do(connection, "add_lane", lane=job.lane, owner="", until=0.0, after=0.0)
            row = {"key": job.key, "lane": job.lane, "state": "new", "tries": 0, "body": dump(job)}
            self._do(connection, "add_job", **row)
            return True

        return await self._pen.run(work)

    async def cancel(self, key: str) -> None:
        """See `Inbox`."""
        now = time.time()

        def work(connection: Connection) -> None:
            self._do(connection, "see", key=key, at=now)
            self._do(connection, "cancel", of_key=key)

        await self._pen.run(work)

    async def engaged(self, thread: str) -> bool:
        """See `Inbox`."""

        def work(connection: Connection) -> bool:
            return self._do(connection, "engaged", of_thread=thread).first() is not None

        return await self._pen.run(work)

    async def take(self, limit: int) -> list[Job]:
        """See `Inbox`."""
        return await self._pen.run(lambda connection: self._take(connection, limit))

    def _take(self, connection: Connection, limit: int) -> list[Job]:
        now = time.time()
        self._sweep(connection, now)
        taken = []
        for lane, _ in self._do(connection, "free", now=now, most=limit).all():
            # Two processes may read the same free lane; only one of them changes its row.
            lease = {"new_owner": self._owner, "new_until": now + self._lease}
            if self._do(connection, "lease", of_lane=lane, now=now, **lease).rowcount != 1:
                continue
            row = self._do(connection, "first", of_lane=lane).first()
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
            changed = self._do(connection, "set_state", of_key=job.key, new_state="sending")
            if changed.rowcount == 1:
                return True
            self._release(connection, job.lane, 0.0)  # cancelled since it was taken
            return False

        return await self._pen.run(work)

    async def extend(self, lanes: list[str]) -> None:
        """See `Inbox`."""
        await self._pen.run(lambda connection: [self._extend(connection, lane) for lane in lanes])

    def _extend(self, connection: Connection, lane: str) -> bool:
        now = time.time()
        given = {"of_lane": lane, "me": self._owner, "now": now, "new_until": now + self._lease}
        return bool(self._do(connection, "extend", **given).rowcount == 1)

    async def finish(self, job: Job, *, rest: float = 0.0) -> None:
        """See `Inbox`."""

        def work(connection: Connection) -> None:
            self._do(connection, "drop", of_key=job.key)
            self._release(connection, job.lane, rest)

        await self._pen.run(work)

    async def postpone(self, job: Job, *, rest: float, state: State) -> None:
        """See `Inbox`."""
        changed = {"of_key": job.key, "new_state": state, "new_tries": job.tries + 1}

        def work(connection: Connection) -> None:
            if self._extend(connection, job.lane):
                self._do(connection, "set_tries", **changed)
                self._release(connection, job.lane, rest)

        await self._pen.run(work)

    def _release(self, connection: Connection, lane: str, rest: float) -> None:
        after = time.time() + rest
        self._do(connection, "release", of_lane=lane, me=self._owner, new_after=after)

    async def waiting(self) -> int:
        """See `Inbox`."""
        return await self._pen.run(lambda c: int(self._do(c, "count").scalar()))

    async def close(self) -> None:
        """See `Inbox`."""
        await self._pen.close()

    def _sweep(self, connection: Connection, now: float) -> None:
        """Forget old keys and quiet threads, once a minute."""
        if now < self._next_sweep:
            return
        self._next_sweep = now + 60.0
        self._do(connection, "forget_keys", before=now - self._keep)
        self._do(connection, "forget_threads", before=now - THREADS_KEPT)
