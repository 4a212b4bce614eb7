"""Gateways die, Slack fails, connections are refreshed: still one answer each."""

from __future__ import annotations

import pytest
from crash import Crash, Plan
from flood import flood
from stores import STORES


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("store", STORES)
async def test_gateways_that_are_killed(store):
    """Gateways and the store's server are killed: of 300 questions none is lost, doubled or half.

    SQLite has no server; it dies with each gateway.
    """
    plan = Plan(store=store, store_kill_every=7.0, least_kills=2, retry_second=0.05)
    figures = await Crash(plan).run()
    assert figures.kills >= 2
    assert figures.refreshes >= 2
    assert figures.store_kills >= (0 if store == "sqlite" else 2)
    assert (figures.lost, figures.doubled, figures.incomplete) == (0, 0, 0)


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_outage():
    """Questions that come while everything behind the acknowledgement is away are answered once."""
    plan = Plan(questions=60, faults=0.0, kill_every=1e6, refresh_every=1e6, outage=8.0)
    figures = await Crash(plan).run()
    assert (figures.lost, figures.doubled, figures.incomplete) == (0, 0, 0)
    assert figures.web_faults > 0


@pytest.mark.slow
@pytest.mark.timeout(200)
async def test_flood():
    """Two thousand unsigned and malformed requests get 4xx, and memory stays as it was."""
    found = await flood(2000)
    assert set(found["statuses"]) <= {400, 401, 413, 415}
    assert found["MB after"] < found["MB before"] * 1.05
