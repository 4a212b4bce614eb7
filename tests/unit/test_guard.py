"""The last safety layer: what leaves is complete, or a fixed line leaves in its place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gutfaq.compose import only
from gutfaq.guard import cards, check, is_alarm
from gutfaq.reply import Part, Reply
from gutfaq.safety import Assessment

EMERGENCY = Assessment(
    tier="emergency", context="affirmed", family="bleeding", card="utter_emergency_card"
)
BOTH = Assessment(
    tier="crisis", context="affirmed", card="utter_crisis_card", also="utter_emergency_card"
)
PAST = Assessment(tier="emergency", context="past", note="utter_emergency_past")
URGENT = Assessment(tier="urgent", context="affirmed", card="utter_urgent_referral")
COMPLETE = ("utter_green", "utter_not_medical_advice")


@pytest.fixture
def checked(book):
    """Return a function that guards a reply and tells the phrases that leave."""

    def guarded(*phrases, assessment=None, **told):
        reply = replace(only(phrases, book), **told)
        return [said.phrase for said in check(reply, assessment, book).said]

    return guarded


def test_a_complete_reply_leaves_as_it_is(book):
    """An answer with its notice is not touched."""
    reply = only(COMPLETE, book)
    assert check(reply, None, book) is reply


@pytest.mark.parametrize("notice", ["utter_not_medical_advice", "utter_advice_short"])
def test_the_notice_may_be_full_or_short(checked, notice):
    """An answer leaves with its notice in either wording."""
    assert checked("utter_green", notice) == ["utter_green", notice]


@pytest.mark.parametrize("besides", [(), ("utter_greet",), ("utter_refer_dose",)])
def test_an_answer_never_leaves_without_its_notice(checked, besides):
    """An answer whose notice is missing becomes the safe line."""
    assert checked("utter_green", *besides) == ["utter_safe_fallback"]


def test_other_lines_need_no_notice(checked):
    """A reply without an answer leaves without a notice."""
    assert checked("utter_greet") == ["utter_greet"]


def test_a_card_of_the_model_is_graver_than_a_referral(checked):
    """Where the model raised a card, the lesser referral that the patterns want is left out."""
    assert checked("utter_emergency_card", assessment=URGENT) == ["utter_emergency_card"]


def test_silence_becomes_the_safe_line(book):
    """A reply that says nothing becomes the safe line."""
    reply = check(Reply(verdict=(), said=()), None, book)
    assert [said.phrase for said in reply.said] == ["utter_safe_fallback"]
    assert reply.verdict == ("not_understood",)


def test_a_failed_turn_becomes_the_safe_line(checked):
    """What was said before a turn failed does not leave."""
    assert checked(*COMPLETE, error="ValueError") == ["utter_safe_fallback"]


def test_the_error_is_kept(book):
    """A failed turn still says that it failed."""
    reply = check(replace(only(COMPLETE, book), error="ValueError"), None, book)
    assert reply.error == "ValueError"


def test_a_card_leaves_alone(book):
    """The card of an emergency leaves as it was said."""
    reply = only(["utter_emergency_card"], book)
    assert check(reply, EMERGENCY, book) is reply


@pytest.mark.parametrize(
    "phrases", [COMPLETE, ("utter_greet",), (), ("utter_emergency_card", *COMPLETE)]
)
def test_an_emergency_gets_its_card_and_no_answer(checked, phrases):
    """Whatever was to be said to an emergency, its card leaves and no answer beside it."""
    assert checked(*phrases, assessment=EMERGENCY) == ["utter_emergency_card"]


def test_a_failed_emergency_gets_its_card(book):
    """An emergency whose turn failed gets its card, not the safe line."""
    reply = check(Reply(verdict=(), said=(), error="OSError"), EMERGENCY, book)
    assert [said.phrase for said in reply.said] == ["utter_emergency_card"]
    assert reply.verdict == ("emergency",)


def test_the_card_is_told_with_its_reason(book):
    """The reply tells tier, context, family and card of an emergency."""
    safety = check(Reply(verdict=(), said=()), EMERGENCY, book).safety
    assert (safety.tier, safety.context, safety.family, safety.card) == (
        "emergency",
        "affirmed",
        "bleeding",
        "utter_emergency_card",
    )


@pytest.mark.parametrize("phrases", [COMPLETE, ("utter_crisis_card",), ("utter_emergency_card",)])
def test_crisis_and_emergency_get_both_cards(checked, phrases):
    """A crisis that is an emergency too gets both cards, the crisis card first."""
    assert checked(*phrases, assessment=BOTH) == ["utter_crisis_card", "utter_emergency_card"]


def test_a_card_that_is_not_written_ends_in_the_safe_line(checked):
    """An alarm whose card the phrasebook lacks is never met with silence."""
    strange = replace(EMERGENCY, card="utter_strange_card")
    assert checked("utter_greet", assessment=strange) == ["utter_safe_fallback"]


def test_a_note_is_no_alarm(checked):
    """An emergency that is past leaves the answer standing, and its line after it."""
    assert checked(*COMPLETE, assessment=PAST) == [*COMPLETE, "utter_emergency_past"]


@pytest.mark.parametrize("bare", ["utter_greet", "utter_gibberish"])
def test_a_due_note_follows_a_reply_without_an_answer(checked, bare):
    """A line that is due is said after a bare response too, which no action adds it to."""
    assert checked(bare, assessment=PAST) == [bare, "utter_emergency_past"]


def test_a_note_is_said_once(checked):
    """A line that an action said is not said again."""
    phrases = (*COMPLETE, "utter_emergency_past")
    assert checked(*phrases, assessment=PAST) == list(phrases)


def test_a_card_of_the_model_stays_alone(checked):
    """Beside a card of the model no note is said."""
    assert checked("utter_crisis_card", assessment=PAST) == ["utter_crisis_card"]


def test_an_open_alarm_is_recalled_after_a_bare_response(book):
    """While an alarm is open, a bare response is followed by the reminder."""
    reply = check(only(["utter_greet"], book), None, book, open_alarm="emergency")
    assert [said.phrase for said in reply.said] == ["utter_greet", "utter_reminder_emergency"]


def test_a_note_belongs_to_the_first_part(book):
    """The line is shown with the first question, where an action would put it."""
    reply = replace(only(["utter_greet"], book), parts=(Part("hi", "small_talk", (0,)),))
    assert check(reply, PAST, book).parts[0].said == (0, 1)


def test_a_due_referral_goes_first(checked):
    """An urgent referral that was not said is said before the answer."""
    assert checked(*COMPLETE, assessment=URGENT) == ["utter_urgent_referral", *COMPLETE]


def test_a_referral_is_said_once(checked):
    """A referral that was said is not said again."""
    phrases = ("utter_urgent_referral", *COMPLETE)
    assert checked(*phrases, assessment=URGENT) == list(phrases)


def test_a_referral_survives_a_failure(checked):
    """An urgent referral is said even when the turn failed."""
    spoken = checked(*COMPLETE, assessment=URGENT, error="OSError")
    assert spoken == ["utter_urgent_referral", "utter_safe_fallback"]


def test_a_referral_moves_the_parts(book):
    """With a referral before them, parts still point at their own phrases."""
    reply = replace(only(COMPLETE, book), parts=(Part("green?", "answer", (0, 1)),))
    guarded = check(reply, URGENT, book)
    assert guarded.parts[0].said == (1, 2)
    assert guarded.verdict == ("urgent", "answer")
    assert guarded.safety.card == "utter_urgent_referral"


@pytest.mark.parametrize(
    ("assessment", "alarm"),
    [(None, False), (Assessment(), False), (PAST, False), (URGENT, False), (EMERGENCY, True)],
)
def test_what_an_alarm_is(assessment, alarm):
    """Only a crisis or an emergency with a card is an alarm."""
    assert is_alarm(assessment) is alarm


def test_cards_of_an_alarm():
    """An alarm has one card or two."""
    assert cards(EMERGENCY) == ("utter_emergency_card",)
    assert cards(BOTH) == ("utter_crisis_card", "utter_emergency_card")


@pytest.mark.parametrize(
    ("named", "phrases", "leave"),
    [
        (True, ("utter_emergency_conditional",), ["utter_emergency_conditional"]),
        (True, ("utter_off_topic",), ["utter_emergency_card"]),
        (False, ("utter_emergency_conditional",), ["utter_emergency_card"]),
    ],
)
def test_only_a_name_may_be_softened_and_only_by_the_line(real_book, named, phrases, leave):
    """A card gives way to the line where a name alone raised it, and to small talk never."""
    assessment = replace(EMERGENCY, named=named)
    said = check(only(phrases, real_book), assessment, real_book).said
    assert [line.phrase for line in said] == leave
