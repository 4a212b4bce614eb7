"""The inbox keeps its promises in each of its three stores."""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading

import pytest
from stores import STORES, store

from gutfaq.channels.slack.inbox import open_inbox
from gutfaq.channels.slack.jobs import Job
from gutfaq.channels.slack.settings import SlackSettingsRefused

LEASE = 2.0  # long enough for a busy machine


@pytest.fixture(scope="session", params=STORES)
def url(request, tmp_path_factory):
    """Yield the address of an inbox of each kind."""
    with store(request.param, tmp_path_factory.mktemp(request.param)) as opened:
        yield opened.url


@contextlib.asynccontextmanager
async def two(url):
    """Yield two inboxes of different owners on one store."""
    opened = [await open_inbox(url, owner=o, lease=LEASE, keep=600) for o in ("a", "b")]
    for left in await opened[0].take(99):  # of a test that failed
        await opened[0].finish(left)
    try:
        yield opened
    finally:
        for inbox in opened:
            await inbox.close()


def job(name: str) -> Job:
    """Return a job in a lane of this test alone."""
    test = os.environ["PYTEST_CURRENT_TEST"].split("::")[1][:60]
    return Job(key=f"{test}:{name}", lane=test, text="leaky gut?")


async def test_known_key(url):
    """A key is new once, whichever process brings it."""
    async with two(url) as (a, b):
        assert [await a.put(job("1")), await b.put(job("1"))] == [True, False]
        await a.finish((await a.take(1))[0])
        assert await b.put(job("1")) is False


async def test_taken_once(url):
    """A job that one process has taken, no other gets."""
    async with two(url) as (a, b):
        await a.put(job("1"))
        taken = await asyncio.gather(a.take(9), b.take(9))
        assert sorted(map(len, taken)) == [0, 1]
        for inbox, found in zip((a, b), taken, strict=True):
            for one in found:
                await inbox.finish(one)


async def test_takeover(url):
    """When a lease ends another process gets the job, and the first may not send any more."""
    async with two(url) as (a, b):
        await a.put(job("1"))
        (mine,) = await a.take(1)
        assert await a.sending(mine)
        await asyncio.sleep(LEASE + 0.1)
        (taken,) = await b.take(1)
        assert (taken.state, await a.sending(mine)) == ("sending", False)
        await b.finish(taken)


async def test_renewed_lease(url):
    """A lease that is renewed does not end."""
    async with two(url) as (a, b):
        await a.put(job("1"))
        (mine,) = await a.take(1)
        for _ in range(5):
            await asyncio.sleep(LEASE / 4)
            await a.extend([mine.lane])
        assert await b.take(1) == []
        await a.finish(mine)


async def test_rest(url):
    """A lane that rests gives its next job only afterwards, to whichever process."""
    async with two(url) as (a, b):
        await a.put(job("1"))
        await a.finish((await a.take(1))[0], rest=1.5)
        await b.put(job("2"))
        assert await b.take(1) == []
        await asyncio.sleep(1.6)
        (later,) = await b.take(1)
        await b.finish(later)


async def test_postponed(url):
    """A job that is put off comes back with its state and one more try."""
    async with two(url) as (a, b):
        await a.put(job("1"))
        await a.postpone((await a.take(1))[0], rest=0, state="sending")
        (again,) = await b.take(1)
        assert (again.state, again.tries, again.text) == ("sending", 1, "leaky gut?")
        await b.finish(again)


async def test_cancelled(url):
    """A cancelled job is not taken; one that was taken may not be sent."""
    async with two(url) as (a, b):
        first, second = job("1"), job("2")
        await a.put(first)
        await a.put(second)
        (mine,) = await a.take(1)
        await b.cancel(first.key)
        assert not await a.sending(mine)
        (rest,) = await b.take(1)
        assert rest.key == second.key
        await b.finish(rest)


async def test_threads(url):
    """The threads that the assistant is part of are known to all processes."""
    async with two(url) as (a, b):
        await a.put(job("1"), engage="T1:C1:1.1")
        assert [await b.engaged("T1:C1:1.1"), await b.engaged("T1:C1:2.2")] == [True, False]
        await a.finish((await a.take(1))[0])


async def test_unknown_kind():
    """An inbox of no known kind is refused in one line that names the setting."""
    with pytest.raises(SlackSettingsRefused, match="GUTFAQ_SLACK_INBOX begins with 'mysql'"):
        await open_inbox("mysql://x", owner="a", lease=1, keep=1)


@pytest.mark.parametrize(
    "url", ["sqlite:////proc/none/a", "postgresql://127.0.0.1:9/x", "redis://127.0.0.1:9"]
)
async def test_server_away(url):
    """An inbox that cannot be opened is refused in one line, and leaves nothing running."""
    before = threading.active_count()
    with pytest.raises(SlackSettingsRefused, match="GUTFAQ_SLACK_INBOX") as refused:
        await open_inbox(url, owner="a", lease=1, keep=1)
    assert "\n" not in str(refused.value)
    await asyncio.get_running_loop().shutdown_default_executor()
    assert threading.active_count() <= before
