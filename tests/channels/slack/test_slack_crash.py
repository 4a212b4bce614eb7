"""Gateways die, Slack fails, connections are refreshed: still one answer each."""

from __future__ import annotations

import pytest
from crash import Crash, Plan


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_gateways_that_are_killed():
    """Of 300 questions to two gateways that are killed in turn none is lost, doubled or half."""
    figures = await Crash(Plan()).run()
    assert figures.kills >= 2
    assert figures.refreshes >= 2
    assert (figures.lost, figures.doubled, figures.incomplete) == (0, 0, 0)
