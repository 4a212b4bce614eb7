"""How soon a delivery is acknowledged: stock SlackInput, ours in one process, a gateway.

Volleys of simultaneous direct messages, each in a channel of its own, against the same assistant.
`python tests/channels/slack/bench.py`; with `--burn 0.006` no trained model is needed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fakeslack import Delivery, FakeSlack, Sender
from fakeslack import payloads as say
from processes import HERE, Process, free_port, gateway, killed_afterwards

QUESTIONS = ("what is leaky gut", "what are the symptoms", "how does it progress", "what causes it")
KINDS = ("stock", "ours", "gateway")


def environment(slack: FakeSlack, place: str) -> dict[str, str]:
    """Return the environment of our doors."""
    return {
        "GUTFAQ_SLACK_SIGNING_SECRET": "shhh",
        "GUTFAQ_SLACK_BOT_TOKEN": "xoxb-test",
        "GUTFAQ_SLACK_API_URL": slack.api_url,
        "GUTFAQ_SLACK_INBOX": f"sqlite:///{place}/inbox.sqlite",
        "GUTFAQ_INTERNAL_SECRET": "between us",
        "GUTFAQ_SLACK_HISTORY": "1",
        "GUTFAQ_DATABASE_URL": "sqlite://",
    }


def server(kind: str, slack: FakeSlack, env: dict[str, str]) -> tuple[Process, str]:
    """Return a server of `bench_server.py`, and its address."""
    url = f"http://127.0.0.1:{(port := free_port())}"
    script = [str(HERE / "bench_server.py"), kind, str(port), slack.api_url]
    return Process(script, f"{url}/webhooks/slack/health", env), url


@asynccontextmanager
async def serving(kind: str, slack: FakeSlack, burn: float) -> AsyncIterator[str]:
    """Start what one kind needs; yield the address of its webhook."""
    with tempfile.TemporaryDirectory() as place:
        env = environment(slack, place) | ({"BENCH_BURN": str(burn)} if burn else {})
        behind, url = server("assistant" if kind == "gateway" else kind, slack, env)
        processes, webhook = [behind], f"{url}/webhooks/slack/webhook"
        if kind == "gateway":
            front, webhook = gateway(env | {"GUTFAQ_SLACK_ASSISTANTS": url})
            processes.append(front)
        with killed_afterwards(*processes):
            for process in processes:
                process.start()
                await process.ready(within=180)
            yield webhook


async def measure(kind: str, *, volleys: int, size: int, burn: float) -> dict[str, Any]:
    """Return the figures of one kind."""
    slack = FakeSlack()
    slack.strict = kind != "stock"
    async with slack, serving(kind, slack, burn) as url, Sender([url], ack_within=10) as sender:
        await volley(slack, sender, "warm", 20)
        sent: list[Delivery] = []
        answers: list[float] = []
        for at in range(volleys):
            deliveries, waits = await volley(slack, sender, str(at), size)
            sent += deliveries
            answers += waits
        faults = sum(not delivery.acknowledged for delivery in sent)
    acks = [delivery.seconds for delivery in sent]
    return {
        "kind": kind,
        "ack p50 ms": _ms(acks, 0.5),
        "ack p99 ms": _ms(acks, 0.99),
        "answer p50 ms": _ms(answers, 0.5),
        "answer p99 ms": _ms(answers, 0.99),
        "answered": len(answers),
        "asked": volleys * size,
        "not acknowledged": faults,
        "statuses": sorted({status for delivery in sent for status in delivery.statuses}),
    }


async def volley(
    slack: FakeSlack, sender: Sender, name: str, size: int
) -> tuple[list[Delivery], list[float]]:
    """Send as many questions at once; return how they were taken and when they were answered."""
    began, asked = time.monotonic(), []
    for at in range(size):
        text, channel = QUESTIONS[at % len(QUESTIONS)], f"D{name}x{at}"
        ts = slack.say(channel, f"U{name}x{at}", text)
        asked.append((channel, say.direct(ts, text, channel=channel, user=f"U{name}x{at}")))
    deliveries = await asyncio.gather(*(sender.event(body, retry=False) for _, body in asked))
    until = time.monotonic() + 15
    while time.monotonic() < until and not all(slack.posts(channel) for channel, _ in asked):
        await asyncio.sleep(0.02)
    posted = [slack.posts(channel) for channel, _ in asked]
    return list(deliveries), [posts[0]["posted"] - began for posts in posted if posts]


def _ms(seconds: list[float], share: float) -> float:
    if not seconds:
        return float("nan")
    return round(sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * share))] * 1000, 1)


def main() -> int:
    """Measure every kind in this run and print the figures; 1 when a goal is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--volleys", type=int, default=10)
    parser.add_argument("--size", type=int, default=50)
    parser.add_argument("--burn", type=float, default=0.0)
    args = parser.parse_args()
    rows = {}
    for kind in KINDS:
        rows[kind] = asyncio.run(
            measure(kind, volleys=args.volleys, size=args.size, burn=args.burn)
        )
        sys.stdout.write(json.dumps(rows[kind]) + "\n")
        sys.stdout.flush()
    stock = rows["stock"]["ack p99 ms"]
    ours, front = rows["ours"]["ack p99 ms"], rows["gateway"]["ack p99 ms"]
    ratios = {"gateway": round(stock / front, 1), "in one process": round(stock / ours, 1)}
    held = ratios["gateway"] >= 5 and ratios["in one process"] >= 2 and max(ours, front) < 1000
    load = round(os.getloadavg()[0], 1)
    sys.stdout.write(json.dumps({"times better": ratios, "load": load, "held": held}) + "\n")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
