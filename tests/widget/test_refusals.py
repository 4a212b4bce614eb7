"""What the channel refuses, and that it says so."""

import json

import pytest
from fake_client import FakeClient, Room
from hypothesis import given, settings
from hypothesis import strategies as st

from gutfaq.channels.tokens import Tokens
from gutfaq.channels.widget.settings import settings_from
from gutfaq.channels.widget.sockets import allowed
from gutfaq.errors import Refused


@pytest.fixture
def room(tmp_path):
    """A server that lets five messages through at once."""
    room = Room(tmp_path, burst=5)
    yield room
    room.outbox.close()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, "wrong_type"),
        ([], "wrong_type"),
        ("text", "wrong_type"),
        ({}, "empty"),
        ({"message": ""}, "empty"),
        ({"message": " \n\t\x00 "}, "empty"),
        ({"message": 7}, "wrong_type"),
        ({"message": ["a"]}, "wrong_type"),
        ({"message": {"a": 1}}, "wrong_type"),
        ({"message": "x" * 501}, "too_long"),
        ({"message": "a", "message_id": 5}, "wrong_type"),
        ({"message": "a", "message_id": ""}, "wrong_type"),
        ({"message": "a", "message_id": "x" * 65}, "wrong_type"),
        ({"message": "a", "message_id": "a b"}, "wrong_type"),
        ({"message": "a", "session_id": 5}, "wrong_type"),
        ({"message": "a", "session_id": "x" * 201}, "wrong_type"),
        ({"press": 1}, "wrong_type"),
        ({"press": "x" * 201}, "too_long"),
    ],
)
async def test_message_of_another_form(room, data, code):
    """A message of a wrong type or length is refused with a word for programs, and not answered."""
    client = await room.client()
    await client.send("user_uttered", data)
    assert client.errors == [code]
    assert room.brain.turns == []


@pytest.mark.parametrize(
    "data", ["text", 5, [], {"session_id": 5}, {"last_seen": -1}, {"last_seen": "1"}]
)
async def test_session_request_of_another_form(room, data):
    """A session request of a wrong type is refused."""
    client = FakeClient(room.server)
    await client.send("session_request", data)
    assert client.errors == ["wrong_type"]
    assert client.conversation is None


async def test_unknown_event(room):
    """An event that does not exist is refused, with those that do."""
    client = await room.client()
    await client.send("transfer_money", {})
    assert client.all("error")[0]["code"] == "unknown_event"


async def test_too_fast(room):
    """Messages beyond the burst are refused with the seconds to wait; after those, one passes."""
    client = await room.client()
    for n in range(7):
        await client.send("user_uttered", {"message": "causes?", "message_id": f"m{n}"})
    errors = client.all("error")
    assert [error["code"] for error in errors] == ["too_fast", "too_fast"]
    assert errors[0]["message_id"] == "m5"
    room.clock.now += errors[0]["retry_after_s"]
    await client.send("user_uttered", {"message": "causes?", "message_id": "m5"})
    assert len(room.brain.turns) == 6


async def test_too_many_waiting(tmp_path):
    """A conversation with too many unanswered messages must wait."""
    room = Room(tmp_path, burst=100)
    room.brain.delay_s = 0.2
    client = await room.client()
    for n in range(21):
        await room.server.receive(client, "user_uttered", {"message": str(n)})
    assert client.errors == ["too_many_waiting"]


async def test_too_many_sessions(tmp_path):
    """One address cannot make sessions without end."""
    room = Room(tmp_path)
    clients = [await room.client() for _ in range(70)]
    assert clients[-1].errors == ["too_fast"]


@given(
    st.sampled_from(["session_request", "user_uttered", "feedback", "delete_conversation", "x"]),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "session_id",
                        "message",
                        "message_id",
                        "press",
                        "also",
                        "vote",
                        "phrase",
                        "last_seen",
                    ]
                ),
                inner,
            )
        ),
        max_leaves=8,
    ),
)
@settings(max_examples=200, deadline=None)
async def test_any_json_is_survived(event, data):
    """No JSON that a client sends raises in a handler."""
    room = Room()
    client = await room.client()
    await client.send(event, data)
    json.dumps(client.got)
    room.outbox.close()


async def test_forged_session_reads_nothing(room):
    """A guessed, forged or chosen session id gets a fresh conversation of its own."""
    victim = await room.client()
    await victim.send("user_uttered", {"message": "causes?"})
    forged = Tokens("another secret of 32 characters.", clock=room.clock).sign(victim.conversation)
    for token in (victim.conversation, forged, "victim", victim.token[:-1], victim.token + "x"):
        thief = await room.client(token, last_seen=0)
        assert thief.conversation != victim.conversation
        assert thief.all("bot_uttered") == []
        assert thief.all("session_ready")[0]["state"] == "unknown"


async def test_forged_session_writes_nothing(room):
    """A message that names a conversation without its token is refused."""
    victim = await room.client()
    thief = FakeClient(room.server)
    await thief.send("user_uttered", {"message": "causes?", "session_id": victim.conversation})
    assert thief.errors == ["session_unknown"]
    assert room.brain.turns == []
    assert victim.all("bot_uttered") == []


async def test_bound_client_cannot_write_elsewhere(room):
    """A client with a session of its own cannot write into another by naming it, even rightly."""
    victim = await room.client()
    client = await room.client()
    await client.send("user_uttered", {"message": "causes?", "session_id": victim.token})
    assert client.errors == ["session_mismatch"]
    assert room.brain.turns == []


async def test_expired_session(room):
    """An expired session neither reads nor writes, also on a connection that stayed open."""
    client = await room.client()
    await client.send("user_uttered", {"message": "causes?"})
    token = client.token
    room.clock.now += 3601
    await client.send("user_uttered", {"message": "symptoms?"})
    await client.send("feedback", {"phrase": "utter_causes", "vote": "up"})
    assert client.errors == ["session_expired", "session_expired"]
    late = await room.client(token, last_seen=0)
    assert late.all("session_ready")[0]["state"] == "expired"
    assert late.all("bot_uttered") == []


async def test_replayed_frames_of_a_deleted_conversation(room):
    """What was recorded of a conversation opens nothing once it was deleted."""
    victim = await room.client()
    token = victim.token
    frames = [("session_request", {"session_id": token, "last_seen": 0})]
    frames.append(("user_uttered", {"message": "causes?", "message_id": "m1", "session_id": token}))
    await victim.send(*frames[1])
    await victim.send("delete_conversation")
    thief = FakeClient(room.server)
    for frame in frames:
        await thief.send(*frame)
    assert thief.all("bot_uttered") == []
    assert thief.errors == ["session_deleted"]


async def test_left_client_hears_nothing(room):
    """A client that moved to a new session hears nothing of the one before."""
    victim = await room.client()
    client = await room.client(victim.token)
    await client.send("session_request", {"session_id": None})
    await victim.send("user_uttered", {"message": "causes?"})
    assert client.all("bot_uttered") == []


@pytest.mark.parametrize(
    ("origin", "is_allowed"),
    [
        ("http://bot.example:5005", True),
        ("https://bot.example:5005", True),
        ("https://clinic.example", True),
        ("https://evil.example", False),
        ("http://clinic.example", False),
        ("https://clinic.example.evil.example", False),
        ("https://sub.clinic.example", False),
        ("null", False),
        ("http://bot.example", False),
    ],
)
def test_origins(origin, is_allowed):
    """Only the server's own pages and listed sites may talk to it."""
    given = allowed(origin, "bot.example:5005", "http", ("https://clinic.example",))
    assert given is is_allowed


def test_settings_from_the_environment():
    """Values that come as texts are read as what they stand for."""
    made = settings_from({"origins": "https://a.example, https://b.example/", "burst": "3"})
    assert made.origins == ("https://a.example", "https://b.example")
    assert made.burst == 3


@pytest.mark.parametrize(
    ("credentials", "remedy"),
    [
        ({"orgins": []}, "Nearest: origins"),
        ({"origins": ["clinic.example"]}, "https://clinic.example"),
        ({"origins": ["*"]}, "no origin"),
        ({"burst": "many"}, "like 10"),
        ({"max_chars": 0}, "like 500"),
    ],
)
def test_settings_that_cannot_be(credentials, remedy):
    """A key or value that cannot be meant is refused in one line with the remedy."""
    with pytest.raises(Refused, match=remedy) as refused:
        settings_from(credentials)
    assert "\n" not in str(refused.value)
