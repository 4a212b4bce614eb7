"""Unsigned and malformed requests by the ten thousand: no 5xx, nothing parsed, memory flat.

`python tests/channels/slack/flood.py --requests 100000` is the full form.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import sys
import tempfile
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

import psutil
from fakeslack import FakeSlack, Sender
from processes import gateway, killed_afterwards

POST = b"POST /webhooks/slack/webhook HTTP/1.1\r\nHost: x\r\n"
# What no HTTP library would send: heads that do not say how long the request is.
HEADS = {
    "a length that is no number": POST + b"Content-Length: abc\r\n\r\n{}",
    "a negative length": POST + b"Content-Length: -5\r\n\r\n{}",
    "a signed length": POST + b"Content-Length: +2\r\n\r\n{}",
    "digits of another script": POST + "Content-Length: \u0663\r\n\r\n{} ".encode(),
    "two lengths": POST + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
    "a length of terabytes": POST + b"Content-Length: 99999999999999\r\n\r\n{}",
    "chunks and a length": POST
    + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
    "another encoding": POST + b"Transfer-Encoding: gzip\r\n\r\n{}",
    "a chunk of no size": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
    "chunks without end": POST
    + b"Transfer-Encoding: chunked\r\n\r\n"
    + (b"10000\r\n" + b"a" * 65536 + b"\r\n") * 17,
    "a header without a colon": POST + b"no colon\r\n\r\n",
    "a header of 20 kB": POST + b"X: " + b"a" * 20_000 + b"\r\n\r\n",
    "bytes in the signature": POST
    + b"X-Slack-Signature: \xff\xfe\r\nX-Slack-Request-Timestamp: 1\r\nContent-Length: 2\r\n\r\n{}",
    "no HTTP at all": b"\x00\x01\x02\r\n\r\n",
}
SLACK = Sender([])
RAW_SHARE, SIGNED_SHARE = 0.05, 0.1
TYPES = ("application/json", "application/x-www-form-urlencoded", "text/plain", "", "a/b; c=ü")


def request(chance: random.Random) -> tuple[bytes, dict[str, str]]:
    """Return the body and headers of something that Slack never sent.

    A tenth is rightly signed, and malformed.
    """
    if chance.random() < SIGNED_SHARE:
        body = chance.choice((b"{", b"[" * 5000, b"[1]", b"payload=%7B", b"\xff\xfe"))
        kind = chance.choice(("application/json; charset=utf-8", "text/plain", ""))
        return body, SLACK.signed(body) | {"Content-Type": kind}
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
    """Return how often each status came back, and the memory in MB after a half and after all.

    Most of what the allocator keeps for twenty bodies of a megabyte at a time it has by the half;
    a leak goes on.
    """
    statuses: Counter[int] = Counter()
    chance, half = random.Random(3), max(2000, requests // 2)
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
                await _send(url, half, chance, statuses, connections)
                before = psutil.Process(front.pid).memory_info().rss / 1e6
                await _send(url, half, chance, statuses, connections)
                after = psutil.Process(front.pid).memory_info().rss / 1e6
    return {"statuses": dict(statuses), "MB before": round(before, 1), "MB after": round(after, 1)}


class Line:
    """A connection that is kept, with no HTTP library on this side: the flood is not to wait."""

    def __init__(self, url: str) -> None:
        self._port, self._ends = urlsplit(url).port, None

    async def post(self, body: bytes, headers: dict[str, str]) -> int:
        """Send the request; return the status that comes back."""
        if self._ends is None:
            self._ends = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._ends
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode()
        writer.write(POST + lines + b"Content-Length: %d\r\n\r\n" % len(body) + body)
        head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 20)).lower()
        await reader.readexactly(int(re.search(rb"content-length: (\d+)", head)[1]))
        if b"connection: close" in head:
            self.close()
        return int(head.split()[1])

    def close(self) -> None:
        """Hang up."""
        if self._ends is not None:
            self._ends[1].close()
            self._ends = None


async def raw(url: str, sent: bytes) -> int:
    """Send bytes as they are to the server of the address; return the status that comes back."""
    reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(url).port)
    try:
        writer.write(sent)
        line = await asyncio.wait_for(reader.readline(), 20)
        return int(line.split()[1])
    finally:
        writer.close()


async def _send(
    url: str, number: int, chance: random.Random, statuses: Counter[int], connections: int
) -> None:
    left, heads = iter(range(number)), list(HEADS.values())

    async def one() -> None:
        line = Line(url)
        for _ in left:
            if chance.random() < RAW_SHARE:
                statuses[await raw(url, chance.choice(heads))] += 1
            else:
                statuses[await line.post(*request(chance))] += 1
        line.close()

    await asyncio.gather(*(one() for _ in range(connections)))


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
