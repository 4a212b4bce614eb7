"""What is not let in, and what is let in but left alone."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from dataclasses import replace

import aiohttp
import pytest
from fakeslack import FakeSlack, Sender
from fakeslack import payloads as say
from flood import HEADS, raw
from hypothesis import given, settings
from hypothesis import strategies as st
from world import make_world

from gutfaq.channels.slack import gate

JSON = {"Content-Type": "application/json"}
EVENT = json.dumps(say.direct("1.1", "what is leaky gut?")).encode()


async def post(world, body: bytes, headers: dict[str, str]) -> int:
    """Return the status that the door gives to the bytes."""
    url = world.sender.urls[0]
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=body, headers=headers) as response,
    ):
        return response.status


async def test_unsigned(world):
    """A delivery without a signature gets 401 and reaches nobody."""
    assert await post(world, EVENT, JSON) == 401
    assert not world.brain.turns


async def test_old(world):
    """A rightly signed delivery that is six minutes old gets 401."""
    signed = world.sender.signed(EVENT, at=time.time() - 360)
    assert await post(world, EVENT, JSON | signed) == 401


async def test_changed(world):
    """A byte more than was signed gets 401."""
    assert await post(world, EVENT + b" ", JSON | world.sender.signed(EVENT)) == 401


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"payload=abc", "application/x-www-form-urlencoded", 400),
        (EVENT, "text/plain", 415),
        (EVENT, "", 415),
        (b"x" * (gate.LARGEST_BODY + 1), "application/json", 413),
    ],
)
async def test_malformed(world, body, kind, status):
    """Even rightly signed, what is no JSON object or form gets its 4xx."""
    signed = world.sender.signed(body)
    assert await post(world, body, {"Content-Type": kind} | signed) == status


@pytest.mark.parametrize("sent", HEADS.values(), ids=HEADS)
async def test_heads_that_no_library_sends(world, sent):
    """A request that does not say how long it is gets a 4xx, and the door goes on."""
    assert 400 <= await raw(world.sender.urls[0], sent) < 500
    assert await post(world, EVENT, JSON | world.sender.signed(EVENT)) == 200


@given(
    body=st.binary(max_size=200),
    headers=st.dictionaries(
        st.sampled_from(["x-slack-signature", "x-slack-request-timestamp", "content-type"]),
        st.text(max_size=80),
    ),
)
@settings(max_examples=300, deadline=None)
def test_any_unsigned_bytes(body, headers):
    """No bytes and no headers but Slack's own pass the gate."""
    with pytest.raises(gate.NotAdmitted) as refused:
        gate.check_signature(body, headers, ("shhh",), now=time.time())
    assert refused.value.status == 401


async def test_two_secrets(settings):
    """While the signing secret is rotated, the old and the new one are both accepted."""
    both = replace(settings, signing_secrets=("new", "shhh"))
    async with make_world(both) as world:
        for secret in ("new", "shhh"):
            async with Sender(world.sender.urls, secret=secret) as sender:
                done = await sender.event(say.direct("1.1", "leaky gut"))
                assert done.statuses == [200]


async def test_charset_in_the_content_type(world):
    """A charset beside the content type changes nothing."""
    kind = {"Content-Type": "application/json; charset=utf-8"}
    assert await post(world, EVENT, kind | world.sender.signed(EVENT)) == 200


async def test_challenge(world):
    """Slack's challenge is answered with its own words."""
    done = await world.sender.event({"type": "url_verification", "challenge": "abc123"})
    assert (done.statuses, done.body) == ([200], "abc123")


async def test_token_refused_at_start(settings):
    """While Slack refuses the token the door says 503 and why; then all is answered."""
    slack = FakeSlack(second=0.05)
    away = {"now": True}
    slack.fault = lambda method: "invalid_auth" if away["now"] and method == "auth.test" else None
    async with make_world(settings, slack=slack) as world:
        ts = slack.say("D1", "U1", "leaky gut?")
        done = await world.sender.event(say.direct(ts, "leaky gut?"), retry=False)
        assert done.statuses == [503]
        assert "invalid_auth" in done.body
        away["now"] = False
        while world.door.reason:
            await asyncio.sleep(0.05)
        done = await world.sender.event(say.direct(ts, "leaky gut?"))
        await world.settled()
        assert len(slack.answers_to("D1", ts)) == 1


async def test_closed_without_secrets(settings):
    """Without secrets the door stays closed and names what is missing."""
    async with make_world(replace(settings, bot_token="")) as world:
        done = await world.sender.event(say.direct("1.1", "leaky gut?"), retry=False)
        assert done.statuses == [503]
        assert "GUTFAQ_SLACK_BOT_TOKEN" in done.body


LEFT_ALONE = {
    "an edit": say.in_channel("1.1", "leaky gut", subtype="message_changed", hidden=True),
    "a join": say.in_channel("1.1", "<@UBOT> has joined", subtype="channel_join"),
    "a bot": say.direct("1.1", "leaky gut", bot_id="B2"),
    "itself": say.direct("1.1", "leaky gut", user="UBOT"),
    "Slackbot": say.direct("1.1", "leaky gut", user="USLACKBOT"),
    "a file share": say.direct("1.1", "leaky gut", subtype="file_share"),
    "an edited mention": say.mention("1.1", "<@UBOT> leaky gut", edited={"ts": "1.2"}),
    "a channel's talk": say.in_channel("1.1", "leaky gut"),
    "a foreign thread": say.in_channel("1.1", "leaky gut", thread_ts="1.0"),
    "a topic": say.in_channel("1.1", "leaky gut", subtype="channel_topic"),
    "a reaction": say.callback({"type": "reaction_added", "user": "U1", "item": {}}),
}


@pytest.mark.parametrize("body", LEFT_ALONE.values(), ids=LEFT_ALONE)
async def test_left_alone(world, body):
    """What is no question to the assistant is acknowledged and left alone."""
    done = await world.sender.event(body)
    await world.settled()
    assert done.statuses == [200]
    assert not world.brain.turns


@pytest.mark.parametrize("kind", ["view_submission", "view_closed", "block_suggestion", "shortcut"])
async def test_other_interactions(world, kind):
    """Interactions that are none of ours get 200, so that nobody sees an error in Slack."""
    payload = {
        "type": kind,
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "view": {"id": "V1", "callback_id": "other", "type": "modal"},
        "callback_id": "other",
        "action_id": "other",
        "block_id": "b",
        "value": "x",
        "trigger_id": "1.1",
    }
    assert (await world.sender.interaction(payload)).statuses == [200]


@pytest.mark.parametrize("kind", ["static_select", "checkboxes", "radio_buttons", "datepicker"])
async def test_other_elements(world, kind):
    """Elements that the assistant never showed are acknowledged and do nothing."""
    action = {"type": kind, "action_id": "other", "selected_option": None}
    done = await world.sender.interaction(say.click({"ts": "1.1"}, action))
    assert done.statuses == [200]
    assert not world.brain.turns


async def test_no_secret_and_no_word_in_the_logs(settings, caplog):
    """At any log level no token, secret or word of a person stands in the logs."""
    caplog.set_level(logging.DEBUG)
    faults = iter(["429", "500", "internal_error"])
    async with make_world(replace(settings, app_token="xapp-test")) as world:
        world.slack.fault = lambda method: next(faults, None) if "post" in method else None
        await world.ask("leaky gut, asks Zebedee")
    assert caplog.records
    for secret in ("Zebedee", "xoxb", "xapp", "shhh"):
        assert secret not in caplog.text
