"""Gateways and assistants as real processes, which can be killed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import aiohttp

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


def free_port() -> int:
    """Return a port on which nobody listens."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """A server of ours in a process of its own.

    Args:
        arguments: For this Python.
        health: What answers 200 once it is ready.
        env: Environment beyond our own.
    """

    def __init__(self, arguments: list[str], health: str, env: dict[str, str]) -> None:
        self._arguments, self._health = arguments, health
        self._env = {**os.environ, **env, "PYTHONPATH": f"{HERE}:{ROOT}"}
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Return the id of the process that runs now."""
        return self._child.pid

    def start(self) -> None:
        """Start it; it is not ready yet."""
        out = subprocess.DEVNULL if not os.environ.get("SLACK_TEST_LOGS") else None
        self._child = subprocess.Popen(
            [sys.executable, "-W", "ignore", *self._arguments],
            env=self._env,
            cwd=ROOT,
            stdout=out,
            stderr=out,
        )

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._child is not None and self._child.poll() is None:
            self._child.send_signal(signal.SIGKILL)
            self._child.wait()

    async def ready(self, *, within: float = 60.0) -> None:
        """Return when it answers."""
        async with aiohttp.ClientSession() as session:
            for _ in range(int(within * 10)):
                with contextlib.suppress(aiohttp.ClientError, OSError):
                    async with session.get(self._health) as response:
                        if response.status < 500:
                            return
                if self._child.poll() is not None:
                    raise RuntimeError(f"{self._arguments} ended with {self._child.returncode}")
                await asyncio.sleep(0.1)
        raise RuntimeError(f"{self._arguments} was not ready within {within} s")


def assistant(*, burn: float) -> tuple[Process, str]:
    """Return an assistant with a scripted brain, and its address."""
    url = f"http://127.0.0.1:{(port := free_port())}"
    script = str(HERE / "stub_assistant.py")
    return Process([script, str(port), str(burn)], f"{url}/none", {}), url


def gateway(env: dict[str, str]) -> tuple[Process, str]:
    """Return a gateway, and the address of its webhook."""
    port = free_port()
    base = f"http://127.0.0.1:{port}/webhooks/slack"
    process = Process(
        ["-m", "gutfaq.cli", "slack"],
        f"{base}/health",
        {**env, "GUTFAQ_SLACK_PORT": str(port)},
    )
    return process, f"{base}/webhook"


@contextlib.contextmanager
def killed_afterwards(*processes: Process) -> Iterator[None]:
    """End the processes, however the block ends."""
    try:
        yield
    finally:
        for process in processes:
            process.kill()
