"""The worker and the pen, each alone: what must not happen between the tests of the whole."""

from __future__ import annotations

import asyncio
import time

import pytest
import sqlalchemy as sql

from gutfaq.channels.slack.database import open_pen
from gutfaq.channels.slack.jobs import Job
from gutfaq.channels.slack.worker import Worker


class Forgetful:
    """An inbox whose leases end at once: it gives its one job to whoever asks."""

    async def take(self, limit: int) -> list[Job]:
        """See `Inbox`."""
        return [Job(key="T1:D1:1.1", lane="T1:D1")]

    async def extend(self, lanes: list[str]) -> None:
        """See `Inbox`."""


async def test_taken_over_from_itself():
    """A job whose lease ended while it was done here is not begun a second time here."""
    begun = []

    async def do(job: Job) -> None:
        begun.append(job.key)
        await asyncio.Event().wait()

    worker = Worker(Forgetful(), do, pace=0.01, lease=0.1)
    worker.start()
    for _ in range(5):
        worker.wake()
        await asyncio.sleep(0.02)
    await worker.stop(grace=0)
    assert begun == ["T1:D1:1.1"]


async def test_a_row_that_cannot_be_written(tmp_path):
    """What is written together with something impossible is written all the same."""
    pen = await open_pen(f"sqlite:///{tmp_path}/a.sqlite", sql.MetaData(), setting="X")
    await pen.run(lambda c: c.exec_driver_sql("create table t (n integer not null)"))

    def insert(value: str) -> object:
        return pen.run(lambda c: c.exec_driver_sql(f"insert into t values ({value})"))

    slow = asyncio.ensure_future(pen.run(lambda _: time.sleep(0.3)))
    await asyncio.sleep(0.1)  # the three below come together, behind it
    results = await asyncio.gather(*map(insert, ("1", "null", "2")), return_exceptions=True)
    await slow
    rows = await pen.run(lambda c: c.exec_driver_sql("select n from t order by n").all())
    await pen.close()
    assert isinstance(results[1], sql.exc.IntegrityError)
    assert rows == [(1,), (2,)]


async def test_a_closed_pen(tmp_path):
    """A closed pen refuses at once: a delivery is then not acknowledged."""
    pen = await open_pen(f"sqlite:///{tmp_path}/a.sqlite", sql.MetaData(), setting="X")
    await pen.close()
    with pytest.raises(RuntimeError, match="closed"):
        await pen.run(lambda _: None)
