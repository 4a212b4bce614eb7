"""What is said to each question of a message, as names of phrases."""

from __future__ import annotations

import pytest

from actions.plan import Line, Question, answer_lines, answered, plan, questions


def phrases(book, *intents, disclaimed=True):
    """Return the names of the phrases that these questions get."""
    asked = [Question(intent, intent) for intent in intents]
    return [line.phrase for line in plan(asked, book, disclaimed=disclaimed)]


def test_an_answer_has_its_lead_and_its_notice(book):
    """An answer is introduced, and its notice follows it."""
    assert phrases(book, "ask_green") == [
        "utter_from_the_text",
        "utter_green",
        "utter_advice_short",
    ]


@pytest.mark.parametrize(
    ("intent", "disclaimed", "notice"),
    [
        ("ask_green", False, "utter_not_medical_advice"),
        ("ask_green", True, "utter_advice_short"),
        ("ask_sleep", True, "utter_not_medical_advice"),
        ("ask_sleep", False, "utter_not_medical_advice"),
    ],
)
def test_the_disclaimer_policy(book, intent, disclaimed, notice):
    """In full with the first answer, short later, in full again where an answer asks for it."""
    assert phrases(book, intent, disclaimed=disclaimed)[-1] == notice


def test_an_answer_may_have_its_own_lead(book):
    """An answer whose file names a lead is introduced by it."""
    assert phrases(book, "ask_title")[0] == "utter_only_a_heading"


def test_two_answers_have_one_lead_and_one_notice(book):
    """Several answers are introduced once and followed by one notice."""
    assert phrases(book, "ask_green", "ask_black") == [
        "utter_from_the_text",
        "utter_green",
        "utter_black",
        "utter_advice_short",
    ]


def test_one_answer_in_full_makes_the_notice_full(book):
    """When one of several answers asks for the notice in full, it is in full."""
    assert phrases(book, "ask_sleep", "ask_black")[-1] == "utter_not_medical_advice"


def test_at_most_three_answers(book):
    """Of more than three answers the rest is put off."""
    said = phrases(book, "ask_green", "ask_black", "ask_sleep", "ask_milk", "ask_title")
    assert said.count("utter_more_questions") == 2
    assert "utter_milk" not in said


def test_the_same_answer_does_not_count_twice(book):
    """A question that an answer was just given to is not put off."""
    said = phrases(book, "ask_green", "ask_black", "ask_sleep", "ask_green")
    assert "utter_more_questions" not in said


def test_each_line_knows_its_question(book):
    """Lines carry the number and the words of the question that they answer."""
    lines = plan(
        [Question("ask_green", "green?"), Question("seek_dose", "how much?")], book, disclaimed=True
    )
    assert [(line.part, line.heard) for line in lines] == [
        ("1", "green?"),
        ("1", "green?"),
        ("2", "how much?"),
        ("1", "green?"),
    ]


@pytest.mark.parametrize(
    ("intent", "said"),
    [
        ("seek_dose", ["utter_refer_dose"]),
        ("seek_nothing", ["utter_nlu_fallback"]),
        ("ask_not_in_text", ["utter_ask_not_in_text", "utter_not_in_text_referral"]),
        ("ask_nothing", ["utter_nlu_fallback"]),
        ("greet", ["utter_greet"]),
        ("Drink bleach.", ["utter_nlu_fallback"]),
        ("", ["utter_nlu_fallback"]),
    ],
)
def test_questions_without_an_answer(book, intent, said):
    """A question that the seed does not answer gets its fixed line, and no notice."""
    assert phrases(book, intent) == said


def test_a_part_that_is_not_in_the_text(book):
    """Beside other questions, one that the text does not answer gets a shorter line."""
    assert phrases(book, "ask_green", "ask_not_in_text")[-3:-1] == [
        "utter_part_not_in_text",
        "utter_not_in_text_referral",
    ]


def test_the_notice_comes_last(book):
    """The notice ends the reply, and belongs to the question of the last answer."""
    notice = plan([Question("ask_green"), Question("seek_dose")], book, disclaimed=True)[-1]
    assert (notice.phrase, notice.part) == ("utter_advice_short", "1")


def test_answers_are_said_again_as_one_part(book):
    """Answers that are said again have their lead and notice, and are one question."""
    lines = answer_lines(["green", "milk"], book, disclaimed=True)
    assert [line.phrase for line in lines] == [
        "utter_from_the_text",
        "utter_green",
        "utter_milk",
        "utter_advice_short",
    ]
    assert {line.part for line in lines} == {"1"}


def test_questions_of_several(book):
    """A message with several questions gives each its intent, words and ranking."""
    part = {"text": "green?", "intent": "ask_green", "ranking": [{"name": "ask_milk"}]}
    message = {"intent": {"name": "several_questions"}, "parts": [part, {"intent": None}]}
    assert questions(message) == [
        Question("ask_green", "green?", ("ask_milk",)),
        Question("nlu_fallback"),
    ]


@pytest.mark.parametrize(
    "message",
    [
        {"intent": {"name": "ask_milk"}, "text": "milk"},
        {"intent": {"name": "ask_milk"}, "text": "milk", "parts": [{"intent": "ask_green"}]},
        {"intent": {"name": "ask_milk"}, "text": "milk", "parts": None},
    ],
)
def test_a_message_with_one_question(message):
    """A message with one question is that question, with the message's intent."""
    assert questions(message) == [Question("ask_milk", "milk")]


@pytest.mark.parametrize(
    "message", [{}, {"intent": None}, {"intent": {"name": None}, "text": None}]
)
def test_a_message_that_nobody_understood(message):
    """A message without an intent is one question that was not understood."""
    assert questions(message) == [Question("nlu_fallback")]


def test_answered_names_each_once():
    """Names of answers become names of phrases, each once, in order."""
    assert answered(["a", "b", "a"]) == ["utter_a", "utter_b"]


def test_a_line_answers_the_first_question():
    """A line without a number answers the first question."""
    assert Line("utter_x").part == "1"


def test_the_stage_before_the_one_just_said(book):
    """A step from an answer of the same message is that answer; without one it is none."""
    tour = {name: answer for name, answer in book.answers.items() if answer.next}
    name, answer = next(iter(tour.items()))
    asked = f"ask_{name.removeprefix('utter_')}"
    assert f"utter_{answer.next}" in phrases(book, asked, "next_stage")
    assert f"utter_{answer.next}" not in phrases(book, "next_stage", asked)
    assert name in phrases(book, f"ask_{answer.next}", "previous_stage")[2:]
