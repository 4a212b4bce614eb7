"""An answer is given only when it is likely, names what was asked, and is asked that way round."""

import numpy as np
import pytest

from gutfaq.nlu import softmax
from gutfaq.nlu.decision import Judge, Limits
from gutfaq.nlu.direction import FROM_GUT, TO_GUT
from gutfaq.nlu.reading import SEVERAL, PartReading, Reading

CLASSES = ("ask_causes", "ask_symptoms", "ask_not_in_text", "greet")
FITS = {"stress": ["ask_causes"], "cramps": ["ask_symptoms"]}


@pytest.fixture
def decide():
    """Return a judge's decision on a row."""
    judge = Judge(
        CLASSES,
        ["ask_causes", "ask_symptoms"],
        FITS,
        {"ask_causes": [FROM_GUT], "ask_symptoms": [TO_GUT]},
        Limits(answer=0.5, rival=0.2, margin=0.1),
    )
    return lambda row, specifics=(), way=None: judge.decide("?", specifics, way, np.array(row))


def test_likely_answers_are_given(decide):
    """What the model is sure of is the intent."""
    assert decide([0.8, 0.1, 0.1, 0.0]).intent == "ask_causes"


def test_unlikely_answers_are_refused(decide):
    """Below the limit the best intent without an answer is taken, and the reason says so."""
    part = decide([0.45, 0.0, 0.3, 0.25])
    assert (part.intent, part.reason) == ("ask_not_in_text", "too uncertain to answer")


def test_an_answer_that_names_it_steps_in(decide):
    """When the likeliest answer does not name the specific, a rival that does is given."""
    assert decide([0.6, 0.3, 0.1, 0.0], ["cramps"]).intent == "ask_symptoms"


def test_no_answer_names_it(decide):
    """When no likely answer names the specific, the text does not say."""
    assert decide([0.9, 0.01, 0.09, 0.0], ["cramps"]).intent == "ask_not_in_text"


def test_the_wrong_way_round_is_refused(decide):
    """A cause asked about as an effect gets no answer, however sure the model is."""
    assert decide([0.97, 0.01, 0.02, 0.0], ["stress"], FROM_GUT).intent == "ask_not_in_text"
    assert decide([0.97, 0.01, 0.02, 0.0], ["stress"], TO_GUT).intent == "ask_causes"


def test_two_close_answers_are_ambiguous(decide):
    """Two answers about as likely are marked, so that both can be offered."""
    assert decide([0.48, 0.44, 0.08, 0.0]).ambiguous
    assert not decide([0.85, 0.05, 0.1, 0.0]).ambiguous


def test_rankings_are_short(decide):
    """A ranking holds no more than five readings, best first."""
    names = [name for name, _ in decide([0.1, 0.2, 0.3, 0.4]).ranking]
    assert names == ["greet", "ask_not_in_text", "ask_symptoms", "ask_causes"]


@pytest.mark.parametrize(
    ("intents", "whole"),
    [
        (["ask_causes"], "ask_causes"),
        (["ask_causes", "ask_not_in_text"], SEVERAL),
        (["ask_not_in_text", "ask_not_in_text"], SEVERAL),
        (["greet", "greet"], "greet"),
        (["ask_causes", "report_emergency", "report_crisis"], "report_crisis"),
    ],
)
def test_a_message_of_several_questions(intents, whole):
    """Questions are counted one by one; the same small talk twice is said once."""
    assert Reading(tuple(PartReading("?", intent, 0.9) for intent in intents)).intent == whole


def test_the_regression_learns_and_is_the_same_each_time():
    """Fitted twice to the same rows, the model is the same and tells them apart."""
    rows = np.array([[1.0, 0.0], [0.9, 0.1], [0.0, 1.0], [0.1, 0.8]], dtype=np.float32)
    models = [softmax.fit(rows, ["a", "a", "b", "b"], strength=10.0) for _ in range(2)]
    assert (models[0].weights == models[1].weights).all()
    best = models[0].probabilities(rows).argmax(axis=1)
    assert [models[0].classes[index] for index in best] == ["a", "a", "b", "b"]
