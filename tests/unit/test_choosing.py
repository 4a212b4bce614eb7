"""Choosing among what was offered, insisting, and "that is not what I asked"."""

from __future__ import annotations

import pytest

from actions import choosing


def offered(*names):
    """Return the events after a reply that offered these answers."""
    told = {"phrase": "utter_unclear", "offers": list(names)}
    return [{"event": "user"}, {"event": "bot", "metadata": told}, {"event": "user"}]


@pytest.mark.parametrize(
    ("intent", "text", "says"),
    [
        ("choose_option", "the second one", "utter_mood"),
        ("choose_option", "2", "utter_mood"),
        ("choose_option", "1st", "utter_causes"),
        ("choose_option", "the third", "utter_flora"),
        ("choose_option", "the last", "utter_something_else"),
        ("affirm", "yes", "utter_causes"),
    ],
)
async def test_a_choice_says_what_was_offered(run, intent, text, says):
    """A number, an ordinal or a yes chooses what the last reply offered."""
    said, _, _ = await run(
        choosing.ActionChoose,
        intent,
        text=text,
        slots={"place": "unclear"},
        events=offered("causes", "mood", "flora"),
    )
    assert says in said


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("the second one", "utter_stage_intolerance"),
        ("and the last", "utter_stage_last"),
        ("2", "utter_mood"),
        ("the second button", "utter_mood"),
    ],
)
async def test_in_a_tour_the_second_is_a_stage(run, text, says):
    """While stages are read out an ordinal is a stage; a number, or a button named so, is none."""
    slots = {"answers": ["stages"], "place": "stages"}
    events = offered("causes", "mood", "flora")
    said, _, _ = await run(
        choosing.ActionChoose, "choose_option", text=text, slots=slots, events=events
    )
    assert says in said


async def test_something_else_can_be_chosen(run):
    """The button that is no answer is chosen by its number too."""
    events = offered("causes", "mood")
    said, _, _ = await run(choosing.ActionChoose, "choose_option", text="3", events=events)
    assert said == ["utter_something_else"]


@pytest.mark.parametrize(
    ("spoken", "says"),
    [
        (["utter_refer_dose"], ["utter_refer_dose"]),
        (
            ["utter_ask_not_in_text", "utter_not_in_text_referral"],
            ["utter_ask_not_in_text", "utter_not_in_text_referral"],
        ),
        (["utter_from_the_text", "utter_causes"], ["utter_nlu_fallback"]),
        ([], ["utter_nlu_fallback"]),
    ],
)
async def test_asking_again_changes_nothing(run, spoken, says):
    """Insisting gets the same refusal; where nothing was refused, it is not understood."""
    bot = [{"event": "bot", "metadata": {"phrase": phrase}} for phrase in spoken]
    said, _, _ = await run(
        choosing.ActionInsist, "insist", events=[{"event": "user"}, *bot, {"event": "user"}]
    )
    assert said == says


async def test_what_was_not_asked_is_not_offered_again(run):
    """The other readings of the question before are offered, what was said is not."""
    parsed = {"intent_ranking": [{"name": f"ask_{name}"} for name in ("causes", "mood", "nothing")]}
    events = [
        {"event": "user", "parse_data": parsed},
        {"event": "bot", "metadata": {"phrase": "utter_causes"}},
        {"event": "user"},
    ]
    said, _, messages = await run(choosing.ActionNotWhatIAsked, "not_what_i_asked", events=events)
    assert said == ["utter_not_what_i_asked"]
    assert messages[0]["offers"] == ["mood"]


@pytest.mark.parametrize(
    ("intent", "text", "place", "events", "says"),
    [
        ("choose_option", "the ninth", "unclear", offered("causes"), "utter_no_such_choice"),
        ("choose_option", "2", "unclear", [], "utter_no_such_choice"),
        ("affirm", "yes", "answer", offered("causes"), "utter_affirm"),
        ("deny", "no", "unclear", offered("causes"), "utter_deny"),
    ],
)
async def test_a_choice_of_nothing(run, intent, text, place, events, says):
    """What chooses nothing that was offered gets a fixed line."""
    said, _, _ = await run(
        choosing.ActionChoose, intent, text=text, slots={"place": place}, events=events
    )
    assert said == [says]


@pytest.mark.parametrize(
    ("text", "count", "index"),
    [
        ("2", 3, 1),
        ("0", 3, None),
        ("third", 2, None),
        ("two", 2, 1),
        ("last", 0, None),
        ("", 3, None),
    ],
)
def test_which_one_is_chosen(text, count, index):
    """Words choose a button by its number, within what was offered."""
    assert choosing.chosen(text, count) == index
