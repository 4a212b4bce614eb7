"""What each assertion holds a turn against, and in what words it fails."""

import pytest
from conversations_fake import TRUTH, action, bot, reply, said, slot, user

from gutfaq.conversations.holding import Mismatch, Project, Turned, Unseen, hold
from gutfaq.conversations.own_checks import OWN_CHECKS, in_order
from gutfaq.conversations.script import Expectation
from gutfaq.conversations.turn import TurnResult

EVENTS = (
    user("hi"),
    slot("city", "Lisbon"),
    action("action_book"),
    bot("Booked.", "utter_booked", [{"title": x, "payload": f"/{x.lower()}"} for x in "AB"]),
    bot("The gate opens at nine. Cats are welcome."),
    slot("seats", 4),
    slot("name", None),
)  # fmt: skip
REPLY = reply(
    said("utter_hours", "It opens at nine. It closes.", "It opens at nine.", "It closes."),
    said("utter_beware", "Take care.", kind="notice"),
    buttons=["A", "B", "C"],
    safety={"tier": "urgent", "context": "affirmed", "card": "utter_beware"},
)


def check(kind, value, result, **options):
    """Hold a turn against one expectation."""
    turned = Turned(result, Project(ground_truth=(TRUTH,)))
    hold(Expectation(kind, value, 1), OWN_CHECKS, turned, **{"ordered": False} | options)


HOLDS = [
    ("bot", "Booked."),
    ("utter", "utter_booked"),
    ("action_executed", "action_book"),
    ("slot_was_set", [{"name": "city"}, {"name": "seats", "value": 4}]),
    ("slot_was_not_set", [{"name": "name"}, {"name": "city", "value": "Paris"}, {"name": "x"}]),
    ("bot_uttered", {"utter_name": "utter_booked", "text_matches": "^Book"}),
    ("bot_uttered", {"text_matches": "Cats are welcome."}),
    ("bot_uttered", {"buttons": [{"title": "A", "payload": "/a"}, {"title": "B"}]}),
    ("bot_did_not_utter", {"utter_name": "utter_booked", "text_matches": "Cats"}),
    ("generative_response_is_grounded", {"threshold": 0.3}),
    ("generative_response_is_grounded", {"threshold": 1.0, "utter_name": "utter_booked",
                                         "ground_truth": "It is so. Booked."}),
    ("generative_response_is_grounded", {"threshold": 0.3, "utter_source": "action_book"}),
    ("within_ms", 10.0),
    ("buttons", ["A", "B"]),
]  # fmt: skip
FAILS = [
    ("bot", "Booked", "Booked."),
    ("utter", "utter_left", "utter_name: utter_booked"),
    ("action_executed", "action_pay", "action action_book"),
    ("slot_was_set", [{"name": "city", "value": "Paris"}], "slot city = 'Lisbon'"),
    ("slot_was_set", [{"name": "seats", "value": "4"}], "slot seats = 4"),
    ("slot_was_set", [{"name": "name"}], "slot name = None"),
    ("slot_was_not_set", [{"name": "city"}], "slot city = 'Lisbon'"),
    ("bot_uttered", {"utter_name": "utter_booked", "text_matches": "Cats"}, "text: Booked."),
    ("bot_uttered", {"buttons": [{"title": "B"}, {"title": "A"}]}, "button: A -> /a"),
    ("bot_uttered", {"buttons": [{"title": "A"}]}, "button: B -> /b"),
    ("bot_did_not_utter", {"text_matches": "[cC]ats"}, "Cats are welcome."),
    ("generative_response_is_grounded", {"threshold": 0.5}, "not in it: Cats are welcome."),
    ("generative_response_is_relevant", {"threshold": 0.5}, "asks a language model"),
    ("flow_started", "book", "Rasa Open Source has no flows"),
    ("flow_completed", {"flow_id": "a"}, "Rasa Open Source has no flows"),
    ("flow_cancelled", {"flow_id": "a"}, "Rasa Open Source has no flows"),
    ("pattern_clarification_contains", ["a"], "Rasa Open Source has no flows"),
    ("within_ms", 1.0, "5.0 ms"),
    ("buttons", ["B", "A"], "button A"),
    ("buttons", [], "button B"),
    ("answers", ["hours"], "no reply that tells it"),
]  # fmt: skip
OWN_HOLDS = [
    ("answers", ["hours"]),
    ("answers", ["utter_hours"]),
    ("notice", ["beware"]),
    ("verdict", ["answer"]),
    ("safety", {"tier": "urgent", "family": "none", "card": "beware"}),
    ("quotes", ["It opens", "It closes"]),
    ("buttons", ["A", "C"]),
    ("bot_uttered", {"utter_name": "utter_hours"}),
]
OWN_FAILS = [
    ("answers", ["hours", "dogs"], "answer utter_hours"),
    ("answers", [], "answer utter_hours"),
    ("quotes", [], "It closes."),
    ("answers", ["beware"], "answer utter_hours"),
    ("notice", ["hours"], "notice utter_beware"),
    ("verdict", ["answer", "refer"], "verdict answer"),
    ("safety", {"tier": "none"}, "safety tier: urgent"),
    ("quotes", ["It opens"], "It closes."),
    ("quotes", ["It closes", "It opens"], "It opens"),
    ("says_nothing_else", True, "utter_hours: It opens at nine."),
]


@pytest.mark.parametrize(("kind", "value"), HOLDS)
def test_holds(kind, value):
    """An assertion holds when one event of the turn is as it says; other events do not matter."""
    check(kind, value, TurnResult(EVENTS, ms=5.0))


@pytest.mark.parametrize(("kind", "value", "words"), FAILS)
def test_fails(kind, value, words):
    """An assertion that does not hold tells what was instead."""
    with pytest.raises(Mismatch) as mismatch:
        check(kind, value, TurnResult(EVENTS, ms=5.0))
    assert words in "\n".join(mismatch.value.got)


@pytest.mark.parametrize(("kind", "value"), OWN_HOLDS)
def test_own_holds(kind, value):
    """Our assertions hold against what a Gut FAQ's reply says of itself."""
    check(kind, value, TurnResult(reply=REPLY))


@pytest.mark.parametrize(("kind", "value", "words"), OWN_FAILS)
def test_own_fails(kind, value, words):
    """Our assertions tell what the reply says instead."""
    with pytest.raises(Mismatch) as mismatch:
        check(kind, value, TurnResult(reply=REPLY))
    assert words in "\n".join(mismatch.value.got)


@pytest.mark.parametrize("kind", ["action_executed", "slot_was_set", "slot_was_not_set"])
def test_unseen(kind):
    """What a door does not show neither holds nor fails."""
    value = "action_book" if kind == "action_executed" else [{"name": "city"}]
    with pytest.raises(Unseen):
        check(kind, value, TurnResult(EVENTS, sees_events=False))


def test_types_matter():
    """A slot that holds a number where the script says text gets a hint."""
    with pytest.raises(Mismatch) as mismatch:
        check("slot_was_set", [{"name": "seats", "value": "4"}], TurnResult(EVENTS))
    assert mismatch.value.hint == "The script says str, the slot holds int; types matter."


def in_turn(*expectations):
    """Hold the events against expectations that must come in order."""
    turned = Turned(TurnResult(EVENTS), Project())
    for kind, value in expectations:
        hold(Expectation(kind, value, 1), OWN_CHECKS, turned, ordered=True)


def test_in_order():
    """Assertions in order hold when their events come in that order, others between them."""
    in_turn(
        ("slot_was_set", [{"name": "city"}]),
        ("action_executed", "action_book"),
        ("bot_uttered", {"text_matches": "Cats"}),
        ("slot_was_set", [{"name": "seats"}]),
    )


def test_out_of_order():
    """Assertions in order fail when an event comes before the one that should precede it."""
    with pytest.raises(Mismatch):
        in_turn(("action_executed", "action_book"), ("slot_was_set", [{"name": "city"}]))


def test_nothing_else():
    """Everything that was said is covered when each phrase is named by some expectation."""
    turned = Turned(TurnResult(reply=REPLY), Project())
    expected = (
        Expectation("says_nothing_else", True, 1),
        Expectation("answers", ["hours"], 2),
        Expectation("notice", ["beware"], 3),
    )
    for expectation in in_order(expected):
        hold(expectation, OWN_CHECKS, turned, ordered=False)


def test_a_card_is_covered_by_safety():
    """The card that the safety assertion holds is not something else that was said."""
    turned = Turned(TurnResult(reply=REPLY), Project())
    for kind, value in [("answers", ["hours"]), ("safety", {"tier": "urgent"})]:
        hold(Expectation(kind, value, 1), OWN_CHECKS, turned, ordered=False)
    assert turned.covered == {"utter_hours", "utter_beware"}


def test_nothing_to_be_grounded_in():
    """Without ground truth the assertion fails and says what to give."""
    turned = Turned(TurnResult(EVENTS), Project())
    with pytest.raises(Mismatch) as mismatch:
        hold(
            Expectation("generative_response_is_grounded", {"threshold": 0.1}, 1),
            OWN_CHECKS,
            turned,
            ordered=False,
        )
    assert "Give `ground_truth`" in mismatch.value.hint
