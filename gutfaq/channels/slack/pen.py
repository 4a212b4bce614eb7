"""One thread that writes for all: what waits at the same time is committed together."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import InterfaceError, OperationalError

T = TypeVar("T")
_Work = tuple[Callable[[Connection], Any], "asyncio.Future[Any]", asyncio.AbstractEventLoop]
LARGEST_BATCH = 200
TRIES = 5
PASSING = (OperationalError, InterfaceError)  # locked, or the connection went away


class Pen:
    """Runs functions on a connection, many in one transaction, off the event loop.

    A durable commit costs a disk flush however much is in it, so under load the queue that builds
    up during one flush goes out with the next. The functions must be able to run twice.

    Attributes:
        engine: What it writes to.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine, self._closed = engine, False
        self._queue: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write, name="slack-inbox", daemon=True)
        self._thread.start()

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Return what `work` returns, after it was committed.

        Raises:
            RuntimeError: The pen is closed.
        """
        if self._closed:
            raise RuntimeError("the inbox is closed")
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        self._queue.put((work, done, loop))
        return await done

    async def close(self) -> None:
        """Return when everything that was asked for is written."""
        self._closed = True
        self._queue.put(None)
        await asyncio.get_running_loop().run_in_executor(None, self._thread.join)
        self.engine.dispose()

    def _write(self) -> None:
        while True:
            batch, last = self._next_batch()
            if not batch:
                return
            outcome = self._commit(batch)
            if isinstance(outcome, Exception) and not isinstance(outcome, PASSING):
                for one in batch:  # what cannot be written does not take the rest with it
                    _settle([one], self._commit([one]))
            else:
                _settle(batch, outcome)
            if last:
                return

    def _next_batch(self) -> tuple[list[_Work], bool]:
        batch: list[_Work] = []
        item = self._queue.get()
        while item is not None:
            batch.append(item)
            if len(batch) == LARGEST_BATCH or self._queue.empty():
                return batch, False
            item = self._queue.get()
        return batch, True

    def _commit(self, batch: list[_Work]) -> list[Any] | Exception:
        for attempt in range(1, TRIES + 1):
            try:
                with self.engine.begin() as connection:
                    return [work(connection) for work, _, _ in batch]
            except Exception as error:  # the thread must outlive whatever happens in it
                if attempt == TRIES or not isinstance(error, PASSING):
                    return error
        raise AssertionError("unreachable")


def _settle(batch: list[_Work], outcome: list[Any] | Exception) -> None:
    """Hand each waiting coroutine its result, or all of them the error."""
    loops: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Any]]] = {}
    for at, (_, done, loop) in enumerate(batch):
        result = outcome if isinstance(outcome, Exception) else outcome[at]
        loops.setdefault(loop, []).append((done, result))
    for loop, results in loops.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_resolve, results)


def _resolve(results: list[tuple[asyncio.Future[Any], Any]]) -> None:
    for done, result in results:
        if done.done():
            continue
        if isinstance(result, Exception):
            done.set_exception(result)
        else:
            done.set_result(result)
