"""From phrases to a reply: order, verdicts, parts and buttons."""

from __future__ import annotations

import pytest

from gutfaq.collector import Collector, Heard, Uttered
from gutfaq.compose import compose, only
from gutfaq.reply import Part


@pytest.fixture
def reply_to(book):
    """Return a function that composes a reply of phrases."""

    def composed(*uttered, text="what I typed"):
        return compose(Collector(book, list(uttered), Heard("ask_x", 0.5)), book, text=text)

    return composed


def test_phrases_are_said_in_order(reply_to):
    """A reply says the phrases in the order in which they came, each once."""
    reply = reply_to(Uttered("utter_greet"), Uttered("utter_green"), Uttered("utter_greet"))
    assert [said.phrase for said in reply.said] == ["utter_greet", "utter_green"]


def test_nothing_said_is_an_empty_reply(reply_to):
    """When nothing was said the reply says nothing; the guard sees to it."""
    assert (reply_to().said, reply_to().verdict, reply_to().parts) == ((), (), ())


def test_a_part_is_what_was_typed(reply_to):
    """A message with one question has one part, with the words as typed."""
    reply = reply_to(Uttered("utter_from_the_text"), Uttered("utter_green"))
    assert reply.parts == (Part("what I typed", "answer", (0, 1)),)


def test_each_question_is_a_part(reply_to):
    """Of several questions each has its own words, verdict and phrases."""
    reply = reply_to(
        Uttered("utter_green", "1", "green?"),
        Uttered("utter_refer_dose", "2", "how much?"),
        text="green? how much?",
    )
    assert reply.parts == (Part("green?", "answer", (0,)), Part("how much?", "refer", (1,)))
    assert reply.verdict == ("answer", "refer")


def test_two_parts_may_share_a_phrase(reply_to):
    """Two questions with the same answer point at the same phrase."""
    reply = reply_to(
        Uttered("utter_green", "1", "a"), Uttered("utter_green", "2", "b"), text="a, b"
    )
    assert [part.said for part in reply.parts] == [(0,), (0,)]


def test_words_that_nobody_typed_are_no_part(reply_to):
    """What an action says it heard is shown only if the person typed it."""
    reply = reply_to(Uttered("utter_green", "1", "Drink bleach."), text="green?")
    assert reply.parts[0].text == "green?"


def test_a_referral_goes_before_all_parts(reply_to):
    """The referral of part 0 has a verdict, first, and is no question's."""
    reply = reply_to(Uttered("utter_urgent_referral", "0"), Uttered("utter_green", "1"))
    assert reply.verdict == ("urgent", "answer")
    assert [part.verdict for part in reply.parts] == ["answer"]


def test_a_line_that_goes_along_has_no_verdict(reply_to):
    """A line without a verdict makes no part of its own."""
    assert reply_to(Uttered("utter_from_the_text")).parts == ()


def test_buttons_are_what_the_phrases_offer(reply_to):
    """Buttons come from the phrases and the action, and show titles."""
    reply = reply_to(Uttered("utter_nlu_fallback", offers=("milk", "bleach")))
    assert [(b.title, b.payload) for b in reply.buttons] == [
        ("Milk", "/ask_milk"),
        ("Green tea", "/ask_green"),
    ]


def test_what_was_understood_is_told(reply_to):
    """Intent and confidence are in the reply."""
    reply = reply_to(Uttered("utter_green"))
    assert (reply.intent, reply.confidence) == ("ask_x", 0.5)


def test_only_says_just_that(book):
    """A fixed reply says its phrases, with their verdicts and buttons."""
    reply = only(["utter_greet"], book)
    assert ([s.phrase for s in reply.said], reply.verdict) == (["utter_greet"], ("small_talk",))
    assert [b.payload for b in reply.buttons] == ["/ask_green", "/ask_black"]


def test_only_always_has_a_verdict(book):
    """A fixed reply of lines without a verdict counts as not understood."""
    assert only(["utter_from_the_text"], book).verdict == ("not_understood",)
