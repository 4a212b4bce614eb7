"""Questions by the hundred while gateways die, Slack fails and connections are refreshed.

`python tests/channels/slack/crash.py --questions 10000 --kill-every 30` is the full form.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fakeslack import FakeSlack, Sender
from fakeslack import payloads as say
from fakeslack.delivery import event_by_socket
from processes import Process, assistant, gateway, killed_afterwards
from stores import STORES, Store, store

TEXT = "<@UBOT> what is leaky gut?"
WAYS = ("429", "500", "500 after", "reset", "reset after", "internal_error", "invalid_auth")


@dataclass
class Plan:
    """How much is asked, how fast, and what goes wrong meanwhile.

    Attributes:
        second, retry_second: How long a second of Slack's time lasts, for limit and retries.
        store: Where the inbox is, one of `STORES`.
        faults: Share of Web API calls that fail.
        outage: Seconds in the middle during which the assistant and the Web API are away.
        store_kill_every: Seconds after which the store itself dies and comes back; 0 is never.
        least_kills: The last tenth is asked only after so many, however slowly gateways start.
    """

    questions: int = 300
    per_second: float = 15.0
    channels: int = 100
    kill_every: float = 4.0
    faults: float = 0.2
    duplicates: float = 0.3
    twins: float = 0.3
    sockets: float = 0.3
    refresh_every: float = 4.0
    outage: float = 0.0
    second: float = 0.2
    retry_second: float = 0.1
    lease: float = 6.0
    seed: int = 1
    history: bool = True
    store: str = "sqlite"
    store_kill_every: float = 0.0
    least_kills: int = 0


@dataclass
class Figures:
    """What came of it."""

    questions: int = 0
    deliveries: int = 0
    lost: int = 0
    doubled: int = 0
    incomplete: int = 0
    never_acknowledged: int = 0
    kills: int = 0
    store_kills: int = 0
    refreshes: int = 0
    seconds: float = 0.0
    web_calls: int = 0
    web_faults: int = 0
    answer_p50: float = 0.0
    answer_p99: float = 0.0


class Crash:
    """One run of a plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.figures = plan, Figures(questions=plan.questions)
        self.chance = random.Random(plan.seed)
        self.slack = FakeSlack(second=plan.second)
        self.asked: list[tuple[str, str, float]] = []
        self._away = False
        self._over = False

    async def run(self) -> Figures:
        """Ask everything, wait for the answers and count."""
        began = time.monotonic()
        self.brain, brain_url = assistant(burn=0.005)
        with tempfile.TemporaryDirectory() as place, store(self.plan.store, Path(place)) as inbox:
            async with self.slack:
                self.slack.fault = self._fault
                gateways = [gateway(self._env(brain_url, inbox.url)) for _ in range(2)]
                processes = [process for process, _ in gateways]
                with killed_afterwards(self.brain, *processes):
                    for process in (self.brain, *processes):
                        process.start()
                    await asyncio.gather(*(p.ready() for p in (self.brain, *processes)))
                    await self._ask_all([url for _, url in gateways], processes, inbox)
                    await self._settle()
        self._count()
        self.figures.seconds = round(time.monotonic() - began, 1)
        return self.figures

    def _env(self, brain_url: str, inbox: str) -> dict[str, str]:
        return {
            "GUTFAQ_SLACK_SIGNING_SECRET": "shhh",
            "GUTFAQ_SLACK_BOT_TOKEN": "xoxb-test",
            "GUTFAQ_SLACK_APP_TOKEN": "xapp-test",
            "GUTFAQ_SLACK_API_URL": self.slack.api_url,
            "GUTFAQ_SLACK_INBOX": inbox,
            "GUTFAQ_SLACK_ASSISTANTS": brain_url,
            "GUTFAQ_INTERNAL_SECRET": "between us",
            "GUTFAQ_SLACK_HISTORY": "1" if self.plan.history else "",
            "GUTFAQ_SLACK_LEASE_SECONDS": str(self.plan.lease),
            "GUTFAQ_SLACK_PACE_SECONDS": str(self.plan.second),
        }

    def _fault(self, method: str) -> str | None:
        if self._away:
            return "500"
        if method == "apps.connections.open" or self.chance.random() >= self.plan.faults:
            return None
        return self.chance.choice(WAYS)

    async def _ask_all(self, urls: list[str], processes: list[Process], inbox: Store) -> None:
        second = self.plan.retry_second
        async with Sender(urls, second=second, ack_within=3.0) as sender:
            around = [asyncio.ensure_future(self._kill(processes))]
            around.append(asyncio.ensure_future(self._refresh()))
            if self.plan.store_kill_every and inbox.crash:
                around.append(asyncio.ensure_future(self._kill_store(inbox)))
            if self.plan.outage:
                around.append(asyncio.ensure_future(self._outage()))
            running = []
            for at in range(self.plan.questions):
                while at > 0.9 * self.plan.questions and self.figures.kills < self.plan.least_kills:
                    await asyncio.sleep(0.1)
                running.append(asyncio.ensure_future(self._ask(sender, at)))
                await asyncio.sleep(self.chance.expovariate(self.plan.per_second))
            await asyncio.gather(*running)
            self._over = True
            await asyncio.gather(*around)

    async def _ask(self, sender: Sender, at: int) -> None:
        channel = f"C{at % self.plan.channels}"
        ts = self.slack.say(channel, "U1", TEXT)
        self.asked.append((channel, ts, time.monotonic()))
        makers = [say.mention]
        if self.chance.random() < self.plan.twins:
            makers.append(say.in_channel)
        if self.chance.random() < self.plan.duplicates:
            makers.append(self.chance.choice(makers))
        self.chance.shuffle(makers)
        sent = [self._deliver(sender, make(ts, TEXT, channel=channel)) for make in makers]
        if not any(await asyncio.gather(*sent)):
            self.figures.never_acknowledged += 1

    async def _deliver(self, sender: Sender, body: dict[str, Any]) -> bool:
        await asyncio.sleep(self.chance.random() * 0.5)
        self.figures.deliveries += 1
        if self.chance.random() >= self.plan.sockets:
            return (await sender.event(body)).acknowledged
        second = self.plan.retry_second
        return await event_by_socket(self.slack, body, self.chance.choice, second=second)

    async def _kill(self, processes: list[Process]) -> None:
        while not self._over:
            await self._sleep(self.plan.kill_every)
            if self._over:
                return
            victim = self.chance.choice(processes)
            victim.kill()
            self.figures.kills += 1
            await asyncio.sleep(0.5)
            victim.start()
            await victim.ready()

    async def _kill_store(self, inbox: Store) -> None:
        while not self._over:
            await self._sleep(self.plan.store_kill_every)
            if not self._over:
                await asyncio.get_running_loop().run_in_executor(None, inbox.crash)
                self.figures.store_kills += 1

    async def _refresh(self) -> None:
        while not self._over:
            await self._sleep(self.plan.refresh_every)
            if self.slack.sockets:
                link = self.chance.choice(self.slack.sockets)
                self.figures.refreshes += 1
                if self.chance.random() < 0.5:
                    await link.ws.send_json({"type": "disconnect", "reason": "refresh_requested"})
                else:
                    await link.ws.close()

    async def _outage(self) -> None:
        """Take everything behind the acknowledgement away for a while."""
        await self._sleep(self.plan.questions / self.plan.per_second / 3)
        self._away = True
        self.brain.kill()
        await asyncio.sleep(self.plan.outage)
        self.brain.start()
        await self.brain.ready()
        self._away = False

    async def _sleep(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self._over:
            await asyncio.sleep(0.1)

    async def _settle(self) -> None:
        """Wait until every question has its answer, and a while longer for a second one."""
        until = time.monotonic() + 180 + self.plan.lease * 4
        while time.monotonic() < until:
            if all(self.slack.answers_to(channel, ts) for channel, ts, _ in self.asked):
                break
            await asyncio.sleep(0.5)
        await asyncio.sleep(self.plan.lease + 2)

    def _count(self) -> None:
        found = [self.slack.answers_to(channel, ts) for channel, ts, _ in self.asked]
        self.figures.lost = sum(not answers for answers in found)
        self.figures.doubled = sum(len(answers) > 1 for answers in found)
        whole = ("not medical advice", "Quoted word for word", "Leaky Gut Syndrome happens")
        self.figures.incomplete = sum(
            not all(words in answer["text"] and words in str(answer["blocks"]) for words in whole)
            for answers in found
            for answer in answers
        )
        self.figures.web_calls = len(self.slack.calls)
        self.figures.web_faults = sum(c.outcome not in ("ok",) for c in self.slack.calls)
        waits = sorted(
            answers[0]["posted"] - asked
            for answers, (_, _, asked) in zip(found, self.asked, strict=True)
            if answers
        )
        if waits:
            self.figures.answer_p50 = round(waits[len(waits) // 2], 3)
            self.figures.answer_p99 = round(waits[int(len(waits) * 0.99)], 3)


def main() -> int:
    """Run the plan of the command line and print its figures; 1 when a question fared ill."""
    parser = argparse.ArgumentParser()
    for name, value in asdict(Plan()).items():
        flag = "--" + name.replace("_", "-")
        choices = STORES if name == "store" else None
        parser.add_argument(flag, type=type(value), default=value, choices=choices)
    figures = asyncio.run(Crash(Plan(**vars(parser.parse_args()))).run())
    sys.stdout.write(json.dumps(asdict(figures)) + "\n")
    return int(bool(figures.lost or figures.doubled or figures.incomplete))


if __name__ == "__main__":
    sys.exit(main())
