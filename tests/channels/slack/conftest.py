"""What most tests of the Slack door start from."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from world import SECOND, World, make_world

from gutfaq.channels.slack.settings import SlackSettings


@pytest.fixture
def settings(tmp_path: Path) -> SlackSettings:
    """Return settings of a door whose second lasts as long as the fake's."""
    return SlackSettings(
        signing_secrets=("shhh",),
        bot_token="xoxb-test",
        inbox=f"sqlite:///{tmp_path}/slack.sqlite",
        history=True,
        lease=120 * SECOND,
        pace=SECOND,
    )


@pytest.fixture
async def world(settings: SlackSettings) -> AsyncIterator[World]:
    """Yield a world with one open door."""
    async with make_world(settings) as made:
        yield made
