"""The JSON door, served on a loopback port, with a scripted brain behind it."""

from __future__ import annotations

import http.client
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from served_door import PATH, Served

from gutfaq.channels.json_door import MAX_BODY, MAX_ID, JsonDoor, Rate, TooMany, read_message
from gutfaq.channels.tokens import DAY_S, Tokens
from gutfaq.errors import RefusedMessage
from gutfaq.text import MAX_TEXT

SECRET = "a secret of the tests"
FUZZ = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def served():
    """Return a served door that no test tires."""
    server = Served(JsonDoor(Tokens(SECRET), Rate(burst=100_000)), "test_json_door")
    yield server
    server.stop()


@pytest.fixture
def asked(served):
    """Return what the brain was asked in this test."""
    served.brain.turns.clear()
    served.brain.forgotten.clear()
    return served.brain.turns


def test_a_question_is_answered(served, asked):
    """A question gets phrases, text and buttons, and a token."""
    status, body = served.post({"text": "green?"})
    assert (status, body["verdict"], body["said"][0]["text"]) == (200, ["answer"], "Green tea.")
    assert body["buttons"] == [{"title": "Milk", "payload": "/ask_milk"}]
    assert asked[0].text == "green?"


def test_nobodys_error_text_leaves(served):
    """What failed inside is not told to a client."""
    assert "OSError" not in str(served.post({"text": "green?"}))


def test_the_token_carries_the_conversation_on(served, asked):
    """With its token a client speaks on in the same conversation."""
    token = served.post({"text": "one"})[1]["conversation"]
    assert served.post({"text": "two", "conversation": token})[1]["conversation"] == token
    assert asked[0].conversation == asked[1].conversation


def test_without_a_token_a_conversation_begins(served, asked):
    """Two clients without a token are apart."""
    served.post({"text": "one"})
    served.post({"text": "two"})
    assert asked[0].conversation != asked[1].conversation


def test_a_button_is_pressed(served, asked):
    """A payload is handed on as a press."""
    served.post({"press": "/ask_milk"})
    assert (asked[0].press, asked[0].text) == ("/ask_milk", "")


def test_a_message_id_is_handed_on(served, asked):
    """A client's message id is handed on; without one each message has its own."""
    served.post({"text": "one", "message_id": "m1"})
    served.post({"text": "two"})
    assert asked[0].message_id == "m1"
    assert len(asked[1].message_id) == 16


def forged(token):
    """Return tokens that were not issued here."""
    conversation, *rest = token.split(".")
    return [
        "x" + token,
        token[:-1],
        token + "x",
        conversation,
        ".".join(["0" * 32, *rest]),
        Tokens("another secret of the tests").sign(conversation),
        Tokens(SECRET, clock=lambda: 1_000_000).sign(conversation),
        "..",
        "\ud800",
        "é" * 20,
    ]


def test_forged_and_expired_tokens_are_refused(served, asked):
    """A token that was not issued here, or too long ago, is refused and nothing is asked."""
    token = served.post({"text": "one"})[1]["conversation"]
    asked.clear()
    for wrong in forged(token):
        status, body = served.post({"text": "two", "conversation": wrong})
        assert (status, list(body)) == (400, ["error"])
    assert asked == []


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (b"", "not JSON"),
        (b"\xff", "not JSON"),
        ("{", "not JSON"),
        ("[" * 5000, "not JSON"),
        ([], "no JSON object"),
        ("null", "no JSON object"),
        ({}, "either `text`"),
        ({"text": "a", "press": "b"}, "either `text`"),
        ({"text": 1}, "`text` must be a text"),
        ({"text": None}, "`text` must be a text"),
        ({"text": ["a"]}, "`text` must be a text"),
        ({"text": "a", "conversation": 1}, "`conversation` must be a text"),
        ({"text": "a", "message_id": {}}, "`message_id` must be a text"),
        ({"text": "a", "sender": "me"}, "unknown keys"),
        ({"text": "a" * (MAX_TEXT + 1)}, "more than 2000 characters"),
        ({"press": "a" * (MAX_ID + 1)}, "more than 100 characters"),
        ({"text": "a", "message_id": "a" * (MAX_ID + 1)}, "more than 100 characters"),
        ({"text": "a", "conversation": "a" * 301}, "more than 300 characters"),
        ({"text": "a" * MAX_BODY}, "bytes"),
    ],
)
def test_bad_input_is_refused_in_one_line(served, asked, body, line):
    """Input of a wrong shape, type or length gets 400 and one clear line; nothing is asked."""
    status, answer = served.post(body)
    assert status == 400
    assert line in answer["error"]
    assert "\n" not in answer["error"]
    assert asked == []


@pytest.mark.parametrize(
    "content_type", [None, "", "text/plain", "application/x-www-form-urlencoded", "json"]
)
def test_another_content_type_is_refused(served, asked, content_type):
    """What a page of another site could send unasked is refused."""
    status, _ = served.post({"text": "a"}, **{"Content-Type": content_type})
    assert (status, asked) == (415, [])


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "Application/JSON"])
def test_json_may_say_its_charset(served, content_type):
    """The usual forms of the content type are accepted."""
    assert served.post({"text": "a"}, **{"Content-Type": content_type})[0] == 200


def test_another_method_is_refused(served):
    """A question is posted; another method gets 405."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
    connection.request("GET", PATH)
    assert connection.getresponse().status == 405


def test_forgetting_needs_the_token(served, asked):
    """Only who holds the token can delete a conversation."""
    token = served.post({"text": "one"})[1]["conversation"]
    path = "/webhooks/gutfaq/forget"
    assert served.post({"conversation": token}, path=path) == (200, {"deleted": True})
    assert served.brain.forgotten == [asked[0].conversation]
    for body in ({}, [], {"conversation": 1}, {"conversation": token[:-1]}, b"\xff", "[" * 5000):
        assert served.post(body, path=path)[0] == 400
    assert len(served.brain.forgotten) == 1


def test_a_deletion_that_fails_says_so(served):
    """While the store is away a deletion gets 503 and one line, without the failure's own text."""
    token = served.post({"text": "one"})[1]["conversation"]
    served.brain.store_is_away = True
    status, body = served.post({"conversation": token}, path="/webhooks/gutfaq/forget")
    assert (status, body) == (503, {"error": "Not deleted; try again in a minute."})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
KEYS = st.sampled_from(["text", "press", "conversation", "message_id", "sender", "metadata"])


@FUZZ
@given(body=st.binary(max_size=200) | JSON | st.dictionaries(KEYS, st.text() | JSON, max_size=4))
def test_no_input_gives_a_server_error(served, asked, body):
    """Whatever a client sends gets an answer or a refusal, never a 5xx."""
    assert served.post(body)[0] in (200, 400)


@FUZZ
@given(body=st.dictionaries(KEYS, st.text() | JSON, max_size=4))
def test_no_input_reaches_anothers_conversation(served, asked, body):
    """Whatever a client without its token sends never reaches another's conversation."""
    served.post({"text": "one"})
    mine = asked[-1].conversation
    asked.clear()
    served.post(body)
    assert mine not in [turn.conversation for turn in asked]


def test_too_many_at_once_are_refused():
    """A conversation that sends faster than a person gets 429, and others are still heard."""
    server = Served(JsonDoor(Tokens(SECRET), Rate(burst=3, every_s=60)), "test_json_door_rate")
    token = server.post({"text": "a"})[1]["conversation"]
    statuses = [server.post({"text": "a", "conversation": token})[0] for _ in range(4)]
    other = server.post({"text": "a"})[0]
    server.stop()
    assert (statuses, other) == ([200, 200, 200, 429], 200)


def test_the_rate_fills_up_again():
    """After a pause a conversation has messages left again, never more than the burst."""
    now = [0.0]
    rate = Rate(burst=2, every_s=10, clock=lambda: now[0])
    rate.take("x")
    rate.take("x")
    with pytest.raises(TooMany):
        rate.take("x")
    now[0] = 1000.0
    rate.take("x")
    rate.take("x")
    with pytest.raises(TooMany):
        rate.take("x")


def test_a_refused_message_does_not_lengthen_the_wait():
    """Who keeps trying too early is heard as soon as who waits."""
    now = [0.0]
    rate = Rate(burst=1, every_s=8, clock=lambda: now[0])
    rate.take("x")
    for now[0] in (2.0, 4.0, 6.0):
        with pytest.raises(TooMany):
            rate.take("x")
    now[0] = 8.0
    rate.take("x")


def test_a_message_is_read():
    """The known keys of a message are read as they are."""
    message = {"text": "a", "conversation": "t", "message_id": "m"}
    assert read_message(json.dumps(message).encode()) == message


@pytest.mark.parametrize("size", [MAX_TEXT, MAX_TEXT + 1])
def test_the_limit_counts_characters(size):
    """A text of exactly the limit is read, also of characters with many bytes."""
    body = json.dumps({"text": "é" * size}, ensure_ascii=False).encode()
    if size <= MAX_TEXT:
        assert read_message(body)["text"] == "é" * size
    else:
        with pytest.raises(RefusedMessage):
            read_message(body)


def test_a_token_lasts_a_day():
    """A token is read for a day and then refused."""
    now = [1_000_000.0]
    tokens = Tokens(SECRET, clock=lambda: now[0])
    conversation, token = tokens.issue()
    now[0] += DAY_S
    assert tokens.read(token) == conversation
    now[0] += 2
    with pytest.raises(RefusedMessage, match="expired"):
        tokens.read(token)


def test_a_short_secret_is_refused():
    """A secret that could be guessed is refused."""
    with pytest.raises(RefusedMessage, match="fewer than 16"):
        Tokens("fifteen letters")
