"""Each question is answered exactly once, however it is delivered and whatever fails."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import replace
from pathlib import Path

from fakeslack import FakeSlack
from fakeslack import payloads as say
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import SECOND, make_world, settings_in

from gutfaq.channels.slack.jobs import Job


def questions(world, number: int) -> list[tuple[str, str]]:
    """Let people ask in as many channels; return channel and `ts` of each question."""
    text = "<@UBOT> what is leaky gut?"
    return [(f"C{at}", world.slack.say(f"C{at}", "U1", text)) for at in range(number)]


async def test_mention_and_message_twins(world):
    """A mention that also arrives as a channel message is one question."""
    ((channel, ts),) = questions(world, 1)
    text = "<@UBOT> what is leaky gut?"
    for body in (say.mention(ts, text, channel=channel), say.in_channel(ts, text, channel=channel)):
        await world.sender.event(body)
    await world.settled()
    assert len(world.slack.answers_to(channel, ts)) == 1


async def test_late_retry_of_an_answered_question(world):
    """A retry that comes after the answer is acknowledged and not answered again."""
    ((channel, ts),) = questions(world, 1)
    for _ in range(3):
        done = await world.sender.event(say.mention(ts, "<@UBOT> leaky gut", channel=channel))
        await world.settled()
        assert done.statuses == [200]
    assert len(world.slack.answers_to(channel, ts)) == 1


async def test_rate_limit(world):
    """Five questions in one channel are all answered, no faster than Slack allows."""
    for at in range(5):
        ts = world.slack.say("C1", "U1", f"<@UBOT> leaky gut {at}")
        await world.sender.event(say.mention(ts, f"<@UBOT> leaky gut {at}"))
    await world.settled()
    refused = [call for call in world.slack.calls if call.outcome == "429"]
    assert (len(world.slack.posts("C1")), refused) == (5, [])


async def test_in_order(world):
    """Questions of one channel are answered in the order in which they came."""
    asked = [world.slack.say("C1", "U1", f"<@UBOT> leaky {at}") for at in range(4)]
    for at, ts in enumerate(asked):
        await world.sender.event(say.mention(ts, f"<@UBOT> leaky {at}"))
    await world.settled()
    assert [post["thread_ts"] for post in world.slack.posts("C1")] == asked


async def test_retry_after(world):
    """A 429 puts the answer off for as long as Slack says, and no longer loses it."""
    faults = iter(["429", "429"])
    world.slack.fault = lambda method: next(faults, None) if method == "chat.postMessage" else None
    ((channel, ts),) = questions(world, 1)
    await world.sender.event(say.mention(ts, "<@UBOT> leaky gut", channel=channel))
    await world.settled()
    tries = [call.at for call in world.slack.calls if call.method == "chat.postMessage"]
    assert len(world.slack.answers_to(channel, ts)) == 1
    assert min(b - a for a, b in zip(tries, tries[1:], strict=False)) >= SECOND


async def test_post_that_succeeded_but_said_it_failed(world):
    """A post whose answer got lost on the way is found again by its mark, not repeated."""
    faults = iter(["500 after"])
    world.slack.fault = lambda method: next(faults, None) if method == "chat.postMessage" else None
    ((channel, ts),) = questions(world, 1)
    await world.sender.event(say.mention(ts, "<@UBOT> leaky gut", channel=channel))
    await world.settled()
    assert len(world.slack.answers_to(channel, ts)) == 1
    assert "conversations.replies" in [call.method for call in world.slack.calls]


async def test_inbox_away_after_the_post(world, monkeypatch):
    """An answer that was posted, but could not be struck out, is found again and not repeated."""
    inbox, away = world.door._inbox, iter([ConnectionError("the store restarts")])
    strike_out = inbox.finish

    async def finish(job, *, rest=0.0):
        for error in away:
            raise error
        await strike_out(job, rest=rest)

    monkeypatch.setattr(inbox, "finish", finish)
    ((channel, ts),) = questions(world, 1)
    await world.sender.event(say.mention(ts, "<@UBOT> leaky gut", channel=channel))
    await world.settled()
    assert len(world.slack.answers_to(channel, ts)) == 1


async def test_a_fifth_of_calls_fail(world):
    """With a fifth of all calls failing in every way, each question has one answer."""
    chance = random.Random(7)
    ways = ("429", "500", "500 after", "reset", "reset after", "internal_error", "invalid_auth")
    world.slack.fault = lambda _: chance.choice(ways) if chance.random() < 0.2 else None
    asked = questions(world, 40)
    text = "<@UBOT> what is leaky gut?"
    await asyncio.gather(*(world.sender.event(say.mention(t, text, channel=c)) for c, t in asked))
    await world.settled(within=90)
    assert [len(world.slack.answers_to(*question)) for question in asked] == [1] * 40


async def test_takeover_of_a_sent_answer(world):
    """A question whose owner died after posting is closed, not answered again."""
    ts = world.slack.say("D1", "U1", "leaky gut?")
    job = Job(key=f"T1:D1:{ts}", lane="T1:D1", channel="D1", ts=ts, thread=ts, direct=True)
    mark = {"event_type": "gutfaq_answer", "event_payload": {"key": job.mark}}
    world.slack.messages["D1"].append(
        {"ts": world.slack.new_ts(), "thread_ts": ts, "bot_id": "BBOT", "metadata": mark}
    )
    inbox = world.door._inbox
    await inbox.put(job)
    await inbox.postpone((await inbox.take(1) or [job])[0], rest=0, state="sending")
    await world.settled()
    assert len(world.slack.answers_to("D1", ts)) == 1


async def test_without_history_scope(settings):
    """Without the history scope a post that failed is sent again: rather twice than never."""
    slack = FakeSlack(second=SECOND)
    slack.scopes -= {"channels:history", "groups:history"}
    async with make_world(replace(settings, history=False), slack=slack) as world:
        faults = iter(["500"])
        slack.fault = lambda method: next(faults, None) if method == "chat.postMessage" else None
        ((channel, ts),) = questions(world, 1)
        await world.sender.event(say.mention(ts, "<@UBOT> leaky gut", channel=channel))
        await world.settled()
        assert len(slack.answers_to(channel, ts)) == 1


async def test_assistant_away(world):
    """While the assistant is away questions wait, and are answered when it is back."""
    world.brain.away = True
    asked = questions(world, 5)
    for channel, ts in asked:
        done = await world.sender.event(say.mention(ts, "<@UBOT> leaky gut", channel=channel))
        assert done.statuses == [200]
    await asyncio.sleep(0.5)
    world.brain.away = False
    await world.settled()
    assert [len(world.slack.answers_to(*question)) for question in asked] == [1] * 5


async def test_given_up_after_twelve_hours(world):
    """A question that nobody could answer for twelve hours is given up, and its channel goes on."""
    world.brain.away = True
    ts = world.slack.say("D1", "U1", "leaky gut?")
    old = time.time() - 12.1 * 3600
    place = {"workspace": "T1", "channel": "D1", "ts": ts, "thread": ts, "text": "leaky gut?"}
    await world.door._inbox.put(Job(key=f"T1:D1:{ts}", lane="T1:D1", received=old, **place))
    await world.settled()
    world.brain.away = False
    assert await world.ask("What is leaky gut?")
    assert len(world.slack.posts("D1")) == 1


async def test_deleted_before_it_was_answered(world):
    """A question that its author deletes while it waits is not answered."""
    world.brain.away = True
    ((channel, ts),) = questions(world, 1)
    await world.sender.event(say.mention(ts, "<@UBOT> leaky gut", channel=channel))
    gone = {"subtype": "message_deleted", "deleted_ts": ts, "hidden": True}
    await world.sender.event(say.in_channel("9.9", "", channel=channel, **gone))
    world.brain.away = False
    await asyncio.sleep(0.7)
    assert not world.slack.posts()


async def test_answered_questions_leave_no_text(world):
    """Once it is answered, no word of a question is left in the inbox."""
    await world.ask("what is leaky gut, asks Zebedee")
    path = Path(world.door.settings.inbox.removeprefix("sqlite:///"))
    await world.door.stop()
    assert path.stat().st_size > 0
    assert all(b"Zebedee" not in file.read_bytes() for file in path.parent.glob("slack.sqlite*"))


SCHEDULES = st.lists(
    st.tuples(
        st.integers(0, 5),  # which question
        st.sampled_from(["mention", "message"]),
        st.integers(0, 3),  # pause before it, in hundredths of a second
    ),
    min_size=6,
    max_size=24,
)


@given(schedule=SCHEDULES, seed=st.integers(0, 99))
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_any_schedule(tmp_path_factory, schedule, seed):
    """Whatever is repeated, doubled or swapped, at either of two doors: one answer each."""
    made = settings_in(tmp_path_factory.mktemp("inbox"))
    async with make_world(made, doors=2) as world:
        chance = random.Random(seed)
        ways = ("429", "500 after", "reset")
        world.slack.fault = lambda _: chance.choice(ways) if chance.random() < 0.1 else None
        asked = questions(world, 6)
        wanted = {number for number, *_ in schedule}
        await _play(world, asked, schedule)
        await world.settled(within=60)
        counts = [len(world.slack.answers_to(*question)) for question in asked]
    assert counts == [int(at in wanted) for at in range(6)]


async def _play(world, asked, schedule) -> None:
    text = "<@UBOT> what is leaky gut?"
    running = []
    for number, kind, pause in schedule:
        channel, ts = asked[number]
        make = say.mention if kind == "mention" else say.in_channel
        await asyncio.sleep(pause / 100)
        running.append(world.sender.event(make(ts, text, channel=channel)))
        running[-1] = asyncio.ensure_future(running[-1])
    await asyncio.gather(*running)
