"""Unsigned and malformed requests by the ten thousand: no 5xx, nothing parsed, memory flat.

`python tests/channels/slack/flood.py --requests 100000` is the full form.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
from collections import Counter
from typing import Any

import aiohttp
import psutil
from fakeslack import FakeSlack
from processes import gateway, killed_afterwards

TYPES = ("application/json", "application/x-www-form-urlencoded", "text/plain", "", "a/b; c=ü")


def request(chance: random.Random) -> tuple[bytes, dict[str, str]]:
    """Return the body and headers of something that Slack never sent."""
    bodies = (
        b"",
        b"{",
        b"[" * 5000,
        b'{"type":"url_verification","challenge":"x"}',
        b"payload=%7B",
        b"ssl_check=1",
        chance.randbytes(chance.randrange(2000)),
    )
    headers = {"Content-Type": chance.choice(TYPES)}
    stamps = ("0", "-1", "9" * 30, "now", "1e9", "\u0663", "")
    if chance.random() < 0.8:
        headers["X-Slack-Request-Timestamp"] = chance.choice(stamps)
        headers["X-Slack-Signature"] = chance.choice(("v0=" + "0" * 64, "v0=é", "", "v1=x"))
    return chance.choice(bodies), headers


async def flood(requests: int, *, connections: int = 20) -> dict[str, Any]:
    """Return how often each status came back, and the memory before and after in MB."""
    statuses: Counter[int] = Counter()
    chance = random.Random(3)
    with tempfile.TemporaryDirectory() as place:
        async with FakeSlack() as slack:
            front, url = gateway(
                {
                    "GUTFAQ_SLACK_SIGNING_SECRET": "shhh",
                    "GUTFAQ_SLACK_BOT_TOKEN": "xoxb-test",
                    "GUTFAQ_SLACK_API_URL": slack.api_url,
                    "GUTFAQ_SLACK_INBOX": f"sqlite:///{place}/inbox.sqlite",
                    "GUTFAQ_SLACK_ASSISTANTS": "http://127.0.0.1:9",
                    "GUTFAQ_INTERNAL_SECRET": "between us",
                }
            )
            with killed_afterwards(front):
                front.start()
                await front.ready()
                await _send(url, min(2000, requests), chance, Counter(), connections)
                before = psutil.Process(front.pid).memory_info().rss / 1e6
                await _send(url, requests, chance, statuses, connections)
                after = psutil.Process(front.pid).memory_info().rss / 1e6
    return {"statuses": dict(statuses), "MB before": round(before, 1), "MB after": round(after, 1)}


async def _send(
    url: str, number: int, chance: random.Random, statuses: Counter[int], connections: int
) -> None:
    left = iter(range(number))

    async def one(session: aiohttp.ClientSession) -> None:
        for _ in left:
            body, headers = request(chance)
            async with session.post(url, data=body, headers=headers) as response:
                await response.read()
                statuses[response.status] += 1

    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*(one(session) for _ in range(connections)))


def main() -> int:
    """Flood a gateway and print the figures; 1 when a 5xx came back or memory grew."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", type=int, default=100_000)
    found = asyncio.run(flood(parser.parse_args().requests))
    sys.stdout.write(json.dumps(found) + "\n")
    grown = found["MB after"] > found["MB before"] * 1.05
    return int(grown or any(status >= 500 or status < 400 for status in found["statuses"]))


if __name__ == "__main__":
    sys.exit(main())
