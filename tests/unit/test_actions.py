"""The actions, with Rasa's tracker built by hand: which phrases they name, which slots they set."""

from __future__ import annotations

import pytest

from actions import answer, control, follow_up, safety

URGENT = {"tier": "urgent", "card": "utter_urgent_referral"}


async def test_an_answer_leaves_with_its_notice(run):
    """An answer, its lead and its notice are named in one action."""
    said, _, _ = await run(answer.ActionAnswer, "ask_causes")
    assert said == ["utter_from_the_text", "utter_causes", "utter_not_medical_advice"]


async def test_an_answer_is_remembered(run):
    """What was answered, and that the disclaimer was said in full, is remembered."""
    _, slots, _ = await run(answer.ActionAnswer, "ask_causes")
    assert slots == {"disclaimed": True, "answers": ["causes"], "place": "answer"}


async def test_the_disclaimer_is_short_later(run):
    """After the full disclaimer an answer has the short one."""
    said, slots, _ = await run(answer.ActionAnswer, "ask_causes", slots={"disclaimed": True})
    assert said[-1] == "utter_not_medical_advice_short"
    assert "disclaimed" not in slots


@pytest.mark.parametrize("intent", ["ask_symptoms", "ask_stages", "ask_symptoms_gut"])
async def test_the_disclaimer_is_full_again_on_symptoms_and_stages(run, intent):
    """Symptoms and progression have the disclaimer in full each time."""
    said, _, _ = await run(answer.ActionAnswer, intent, slots={"disclaimed": True})
    assert said[-1] == "utter_not_medical_advice"


@pytest.mark.parametrize("intent", ["ask_definition", "ask_stages"])
async def test_a_place_that_stories_know(run, intent):
    """The place is the answer's name where stories tell it apart."""
    _, slots, _ = await run(answer.ActionAnswer, intent)
    assert slots["place"] == intent.removeprefix("ask_")


async def test_several_questions(run):
    """Several questions are answered in one action, and all answers are remembered."""
    parts = [{"intent": "ask_causes", "text": "a"}, {"intent": "ask_stages", "text": "b"}]
    said, slots, _ = await run(answer.ActionAnswer, "several_questions", parts=parts)
    assert said[-3:] == ["utter_causes", "utter_stages", "utter_not_medical_advice"]
    assert slots["answers"] == ["causes", "stages"]


@pytest.mark.parametrize(
    "what",
    [
        "diagnosis",
        "test",
        "treatment",
        "dose",
        "medicine",
        "diet",
        "mental_health",
        "child",
        "pregnancy",
    ],
)
async def test_a_referral_names_who_can_help(run, what):
    """Each question for a professional has its own referral, and no answer."""
    said, _, _ = await run(answer.ActionRefer, f"seek_{what}")
    assert said == [f"utter_refer_{what}"]


async def test_what_the_text_does_not_say(run):
    """A question that the text does not answer is told so, with whom to ask."""
    said, _, _ = await run(answer.ActionNotInText, "ask_not_in_text")
    assert said == ["utter_ask_not_in_text", "utter_not_in_text_referral"]


async def test_an_urgent_case_is_referred_first(run):
    """A referral that is due goes before the answer, as a part of its own."""
    said, _, messages = await run(answer.ActionAnswer, "ask_causes", safety=URGENT)
    assert said[0] == "utter_urgent_referral"
    assert messages[0]["part"] == "0"
    assert "utter_causes" in said


async def test_a_note_goes_after_the_answer(run):
    """A conditional or past safety line goes after the answer."""
    noted = {"tier": "emergency", "card": None, "note": "utter_emergency_conditional"}
    said, _, _ = await run(answer.ActionAnswer, "ask_causes", safety=noted)
    assert said[-1] == "utter_emergency_conditional"


@pytest.mark.parametrize("alarm", ["emergency", "crisis"])
async def test_an_open_alarm_is_reminded_of(run, alarm):
    """While an alarm is open every reply ends with its reminder."""
    said, _, _ = await run(answer.ActionAnswer, "ask_causes", slots={"alarm": alarm})
    assert said[-1] == f"utter_reminder_{alarm}"


@pytest.mark.parametrize("names", [["causes", "stages"], ["causes", "stages", "mood", "flora"]])
async def test_unclear_offers_the_closest(run, names):
    """A message that can be read in several ways offers the two closest questions."""
    ranking = [{"name": f"ask_{name}"} for name in ["nothing", *names]]
    said, slots, messages = await run(
        answer.ActionUnclear, "nlu_fallback", intent_ranking=[*ranking, {"name": "greet"}]
    )
    assert (said, slots) == (["utter_unclear"], {"place": "unclear"})
    assert messages[0]["offers"] == names[:2]


@pytest.mark.parametrize("ranking", [[], [{"name": "greet"}], [{"name": "ask_causes"}]])
async def test_unclear_without_a_choice(run, ranking):
    """A message that can be read in no two ways is asked again."""
    said, _, _ = await run(answer.ActionUnclear, "nlu_fallback", intent_ranking=ranking)
    assert said == ["utter_nlu_fallback"]


@pytest.mark.parametrize(
    ("action", "last", "says"),
    [
        (follow_up.ActionNext, "stages", "utter_stage_first"),
        (follow_up.ActionNext, "stage_first", "utter_stage_intolerance"),
        (follow_up.ActionPrevious, "stage_intolerance", "utter_stage_first"),
        (follow_up.ActionMore, "symptoms_gut", "utter_symptoms_elsewhere"),
        (follow_up.ActionMore, "definition", "utter_causes"),
        (follow_up.ActionFirst, "stage_last", "utter_stage_first"),
        (follow_up.ActionFirst, "progression", "utter_stage_first"),
        (follow_up.ActionWhy, "definition", "utter_causes"),
        (follow_up.ActionRepeat, "mood", "utter_mood"),
    ],
)
async def test_a_follow_up_says_what_the_last_answer_leads_to(run, action, last, says):
    """A follow-up says the answer that the last one leads to, with its notice."""
    said, slots, _ = await run(action, slots={"answers": [last]})
    assert says in said
    assert said[-1].startswith("utter_not_medical_advice")
    assert slots["answers"] == [says.removeprefix("utter_")]


@pytest.mark.parametrize(
    ("action", "last", "says"),
    [
        (follow_up.ActionNext, [], "utter_no_tour"),
        (follow_up.ActionPrevious, ["stage_first"], "utter_no_tour"),
        (follow_up.ActionMore, [], "utter_nothing_more"),
        (follow_up.ActionMore, ["symptoms"], "utter_nothing_more"),
        (follow_up.ActionMore, ["stage_immune"], "utter_nothing_more"),
        (follow_up.ActionFirst, ["definition"], "utter_no_tour"),
        (follow_up.ActionWhy, ["stages"], "utter_no_reason"),
        (follow_up.ActionRepeat, [], "utter_nothing_to_repeat"),
        (follow_up.ActionRepeat, ["an_answer_of_last_year"], "utter_nothing_to_repeat"),
        (follow_up.ActionSource, [], "utter_ask_source"),
    ],
)
async def test_a_follow_up_of_nothing(run, action, last, says):
    """A follow-up that leads nowhere says its fixed line."""
    said, slots, _ = await run(action, slots={"answers": last})
    assert said == [says]
    assert "answers" not in slots


async def test_the_source_shows_the_answer_again(run):
    """Asked where it is from, the assistant says so and shows the answer with its place."""
    said, _, _ = await run(follow_up.ActionSource, slots={"answers": ["mood"]})
    assert said[0] == "utter_ask_source_of_answer"
    assert "utter_mood" in said


@pytest.mark.parametrize("alarm", ["emergency", "crisis"])
async def test_an_alarm_says_its_card_alone(run, alarm):
    """An alarm says its card and nothing else, and is remembered."""
    said, slots, _ = await run(safety.ActionAlarm, f"report_{alarm}")
    assert said == [f"utter_{alarm}_card"]
    assert slots == {"alarm": alarm, "cards": [f"utter_{alarm}_card"], "place": "alarm"}


async def test_an_alarm_says_the_cards_that_were_assessed(run):
    """The matcher's cards are said, also two of them, also about someone else."""
    assessed = {
        "tier": "crisis",
        "card": "utter_crisis_card_other",
        "also": "utter_emergency_card",
    }
    said, _, _ = await run(safety.ActionAlarm, "report_crisis", safety=assessed)
    assert said == ["utter_crisis_card_other", "utter_emergency_card"]


async def test_an_alarm_does_not_trust_another_card(run):
    """An assessment of another tier does not choose an alarm's card."""
    said, _, _ = await run(safety.ActionAlarm, "report_emergency", safety=URGENT)
    assert said == ["utter_emergency_card"]


@pytest.mark.parametrize(("alarm", "says"), [("crisis", "utter_resolved"), (None, "utter_thank")])
async def test_an_alarm_is_resolved(run, alarm, says):
    """When a person says that it is resolved, the reminder stops."""
    said, slots, _ = await run(safety.ActionResolved, slots={"alarm": alarm})
    assert (said, slots) == ([says], {"alarm": None, "cards": None, "place": "start"})


async def test_starting_over_keeps_an_alarm(run):
    """Starting over forgets the topic and the disclaimer, and not an open alarm."""
    said, slots, _ = await run(control.ActionStartOver, slots={"alarm": "crisis"})
    assert said == ["utter_start_over", "utter_reminder_crisis"]
    assert slots == {"answers": None, "disclaimed": False, "place": "start"}


async def test_deletion_is_said(run):
    """Deleting says the line at which the gate deletes."""
    said, _, _ = await run(control.ActionDeleteData)
    assert said == ["utter_data_deleted"]


@pytest.mark.parametrize("wrong", ["utter_nothing", "Drink bleach."])
async def test_a_card_that_is_no_phrase_is_not_said(run, wrong):
    """A card that the phrasebook does not hold is not named."""
    said, _, _ = await run(answer.ActionAnswer, "ask_causes", safety={"card": wrong, "note": wrong})
    assert wrong not in said
