"""Rules and stories, and whether a conversation goes through them."""

from textwrap import dedent

import pytest
from conversations_fake import action, slot, user

from gutfaq.conversations.plans import read_plans
from gutfaq.conversations.turn import TurnResult

DATA = """\
    rules:
    - rule: greeting
      steps: [{intent: greet}, {action: utter_greet}]
    stories:
    - story: next, from the first or the second
      steps:
      - or:
        - slot_was_set: [{place: first}]
        - slot_was_set: [{place: second}]
      - intent: next
      - action: action_next
    - story: greeted at the start, then next
      steps:
      - slot_was_set: [{place: start}]
      - intent: greet
      - action: utter_greet
      - intent: next
      - action: action_next
    """
DOMAIN = "slots:\n  place: {type: text, initial_value: start}\n  seats: {type: float}\n"


@pytest.fixture
def plans(tmp_path):
    """Return the plans of a small project."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "all.yml").write_text(dedent(DATA))
    (tmp_path / "data" / "broken.yml").write_text("a: [")
    (tmp_path / "domain.yml").write_text(DOMAIN)
    return read_plans(tmp_path)


def turn(intent, *events):
    """Return a turn of this intent and what happened."""
    return TurnResult((user("x", intent), *events))


GREET = turn("greet", action("utter_greet"), action("action_listen"))
NEXT = turn("next", action("action_next"), action("action_listen"))


def arrive(place):
    """Return a turn after which the conversation stands at this place."""
    return turn("go", action("action_go"), slot("place", place))


def test_a_rule(plans):
    """A turn follows the rule whose intent and action it has."""
    assert plans.rules_of(GREET) == ["greeting"]
    assert plans.rules_of(NEXT) == []


@pytest.mark.parametrize("place", ["first", "second"])
def test_a_story_at_its_place(plans, place):
    """A story is gone through where the slot is as it says, each `or` included."""
    assert plans.stories_of([arrive(place), NEXT]) == ["next, from the first or the second"]


@pytest.mark.parametrize("before", [[], [arrive("third")], [arrive("first"), arrive("third")]])
def test_a_story_elsewhere(plans, before):
    """The same intent and action elsewhere are not that story."""
    assert plans.stories_of([*before, NEXT]) == []


def test_where_a_conversation_begins(plans):
    """A slot has its initial value until it is set."""
    story = "greeted at the start, then next"
    assert plans.stories_of([GREET, NEXT]) == [story]
    assert plans.stories_of([arrive("third"), GREET, NEXT]) == []


def test_in_a_row(plans):
    """Steps with others between them are not the story."""
    assert plans.stories_of([GREET, turn("thank", action("utter_thank")), NEXT]) == []
