"""What most tests of the Slack door start from."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from world import World, make_world, settings_in

from gutfaq.channels.slack.settings import SlackSettings


@pytest.fixture
def settings(tmp_path: Path) -> SlackSettings:
    """Return settings of a door with an inbox of its own."""
    return settings_in(tmp_path)


@pytest.fixture
async def world(settings: SlackSettings) -> AsyncIterator[World]:
    """Yield a world with one open door."""
    async with make_world(settings) as made:
        yield made
