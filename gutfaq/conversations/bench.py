"""What one pytest process shares among its cases: settings, driver, plans, event loop."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest

from gutfaq.conversations.holding import Project
from gutfaq.conversations.plans import Plans, read_plans
from gutfaq.conversations.settings import Settings
from gutfaq.conversations.turn import Driver

T = TypeVar("T")
_BENCH = pytest.StashKey["Bench"]()


class Bench:
    """Loads what is asked for when it is first asked for, and keeps it for the session.

    A driver that can not be loaded is refused again for every case, with the same line.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._loop: asyncio.AbstractEventLoop | None = None
        self._driver: Driver | None = None
        self._refusal: Exception | None = None
        self._plans: Plans | None = None
        self.project = Project()

    @classmethod
    def of(cls, config: pytest.Config) -> Bench:
        """Return the session's bench."""
        if _BENCH not in config.stash:
            config.stash[_BENCH] = cls(settings_of(config))
        return config.stash[_BENCH]

    @property
    def plans(self) -> Plans:
        """The project's rules and stories."""
        if self._plans is None:
            self._plans = read_plans(self.settings.root)
        return self._plans

    @property
    def loaded(self) -> bool:
        """Whether an assistant was loaded."""
        return self._driver is not None

    def driver(self) -> Driver:
        """Return the driver, loaded at the first call."""
        if self._refusal is not None:
            raise self._refusal
        if self._driver is None:
            from gutfaq.conversations.doors import load_driver

            try:
                # Rasa's imports warn by the dozen, and some of them reset the filters.
                with warnings.catch_warnings(record=True):
                    self._driver, self.project = self.run(load_driver(self.settings))
            except Exception as error:
                self._refusal = error
                raise
        return self._driver

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Return what the coroutine returns, run in the session's own event loop."""
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
        return self._loop.run_until_complete(coroutine)

    def close(self) -> None:
        """Let go of the driver and the event loop."""
        if self._driver is not None:
            self.run(self._driver.close())
        if self._loop is not None:
            self._loop.close()
        self._driver = self._loop = None


def settings_of(config: pytest.Config) -> Settings:
    """Return what the options and ini keys say, with paths from the project's folder."""
    root = config.rootpath / _told(config, "project", ".")
    return Settings(
        root=root.resolve(),
        scripts=(config.rootpath / _told(config, "scripts", "tests/conversations")).resolve(),
        model=_path(root, _told(config, "model", "models")),
        endpoints=_path(root, _told(config, "endpoints", "endpoints.yml")),
        actions=_told(config, "actions", "actions"),
        driver=_told(config, "driver", "auto"),
        url=_told(config, "url", "") or None,
        door=_told(config, "door", "") or None,
    )


def _told(config: pytest.Config, name: str, default: str) -> str:
    option = config.getoption(f"gutfaq_{name}", default=None)
    return str(option or config.getini(f"gutfaq_{name}") or default)


def _path(root: Path, name: str) -> Path:
    return Path(name) if Path(name).is_absolute() else (root / name).resolve()
