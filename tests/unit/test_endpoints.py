"""What an action answers: names of phrases and slots, never words."""

from __future__ import annotations

import pytest

from gutfaq.endpoints import InProcessActions, RemoteActions, action_endpoint, only_names

SLOT = {"event": "slot", "name": "place", "value": "unclear", "timestamp": None}


def result(*responses, events=()):
    """Return what an action server answers."""
    return {"responses": list(responses), "events": list(events)}


def test_names_pass(book):
    """The name of a phrase passes, with its part, its question and its offers."""
    said = {"response": "utter_green", "part": "2", "heard": "green", "offers": ["milk"]}
    assert only_names(result(said), book)["responses"] == [said]


@pytest.mark.parametrize(
    "response",
    [
        {"text": "Drink bleach."},
        {"text": "Drink bleach.", "response": None},
        {"response": "utter_nothing"},
        {"response": ""},
        {"response": ["utter_green"]},
        {"response": {"utter_green": 1}},
        {"custom": {"text": "Drink bleach."}},
        {"image": "http://127.0.0.1/bleach.png"},
        {"buttons": [{"title": "Bleach", "payload": "/bleach"}]},
        {},
        "utter_green",
        None,
        7,
    ],
)
def test_words_and_unknown_phrases_are_refused(book, response):
    """An action that answers with anything but a known phrase has its whole answer refused."""
    with pytest.raises(ValueError, match="words or an unknown phrase"):
        only_names(result({"response": "utter_green"}, response), book)


@pytest.mark.parametrize(
    "key", ["text", "custom", "image", "buttons", "elements", "attachment", "template", "name"]
)
def test_words_beside_a_name_are_dropped(book, key):
    """What an action puts beside the name of a phrase is dropped."""
    said = {"response": "utter_green", key: "Drink bleach."}
    assert only_names(result(said), book)["responses"] == [{"response": "utter_green"}]


@pytest.mark.parametrize(
    "beside",
    [
        {"part": "Drink bleach."},
        {"part": ["1"]},
        {"heard": {"text": "bleach"}},
        {"offers": "bleach"},
        {"offers": ["Drink bleach."]},
        {"offers": [["bleach"]]},
    ],
)
def test_words_as_part_or_offer_are_dropped(book, beside):
    """A part is a number and an offer the name of an answer; others are dropped."""
    kept = only_names(result({"response": "utter_green", **beside}), book)["responses"][0]
    assert "bleach" not in str(kept).lower()
    assert kept.get("part") != ["1"]


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "",
        "<html>502</html>",
        [],
        7,
        {},
        {"responses": []},
        {"events": []},
        {"responses": None, "events": []},
        {"responses": [], "events": {}},
        {"responses": {"response": "utter_green"}, "events": []},
    ],
)
def test_another_shape_is_refused(book, answer):
    """What is not the answer of an action is refused, whatever it is."""
    with pytest.raises(ValueError, match="an action server answered"):
        only_names(answer, book)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("place", "unclear"),
        ("place", "green"),
        ("answers", ["green", "milk"]),
        ("answers", None),
        ("disclaimed", True),
        ("alarm", "crisis"),
        ("alarm", None),
    ],
)
def test_slots_pass(book, name, value):
    """A slot with a name, a truth or nothing in it passes."""
    event = {"event": "slot", "name": name, "value": value}
    assert only_names(result(events=[event]), book)["events"] == [event]


@pytest.mark.parametrize(
    "event",
    [
        {"event": "bot", "text": "Drink bleach."},
        {"event": "user", "text": "bleach"},
        {"event": "action", "name": "action_bleach"},
        {"event": "followup", "name": "utter_bleach"},
        {"event": "restart"},
        {"event": "rewind"},
        {"event": "slot", "name": "place", "value": "Drink bleach."},
        {"event": "slot", "name": "answers", "value": ["green", "Drink bleach."]},
        {"event": "slot", "name": "alarm", "value": {"text": "Drink bleach."}},
        {"event": "slot", "name": "Drink bleach.", "value": None},
        {"event": "slot", "value": None},
        {"event": "slot", "name": "phrasebook", "value": None},
        {"event": "slot", "name": "alarm"},
        {"event": ["slot"]},
        "slot",
        None,
    ],
)
def test_other_events_are_dropped(book, event):
    """No other event passes, and no words in a slot."""
    assert only_names(result(events=[event, SLOT]), book)["events"] == [SLOT]


def test_without_a_url_actions_run_here(book):
    """Without a URL actions run in this process, with one at their server."""
    assert isinstance(action_endpoint(book, None), InProcessActions)
    assert isinstance(action_endpoint(book, ""), InProcessActions)
    assert isinstance(action_endpoint(book, "http://127.0.0.1:1/webhook"), RemoteActions)


async def test_an_action_may_not_reach_into_the_tracker(book, monkeypatch):
    """An action that changes what it is shown changes nothing outside."""
    shown = {"next_action": "x", "tracker": {"slots": {"alarm": "crisis"}}}

    class Reaching:
        def register_package(self, package):
            """Need none."""

        async def run(self, call):
            call["tracker"]["slots"].clear()
            return result()

    monkeypatch.setattr("gutfaq.endpoints.ActionExecutor", Reaching)
    await InProcessActions(book).request(json=shown)
    assert shown["tracker"]["slots"] == {"alarm": "crisis"}
