"""Red flags that no pattern knows are heard, and what surely is none is not."""

import numpy as np
import pytest
from echo import Echo, reader_with

from gutfaq.nlu.reading import NO_ALARM, Alarm


class Alarmed(Echo):
    """Stands for both models: hears a crisis in `here`, and in anything longer as `whole` says."""

    classes = ("ask_causes", "ask_definition", "ask_symptoms", "greet", "report_crisis")

    def __init__(self, here, whole):
        super().__init__()
        self.likely = {"it is pointless.": here}
        self.whole = whole

    def probabilities(self, encoder, questions):
        """Return a row for each question: the whole message is the one that asks after a dot."""
        texts = [question.text.lower() for question in questions]
        heard = [self.whole if ". what" in text else self.likely.get(text, 0.0) for text in texts]
        rows = np.array([[0, 1 - p, 0, 0, p] for p in heard], dtype=np.float32)
        return rows, np.array([[p, 0, 1 - p, 0, 0] for p in heard], dtype=np.float32)


@pytest.mark.parametrize(
    ("here", "whole", "intent"),
    [
        (0.93, 0.3, "ask_definition"),
        (0.97, 0.2, "report_crisis"),
        (0.99, 0.05, "ask_definition"),
        (0.5, 0.8, "ask_definition"),
        (0.5, 0.95, "report_crisis"),
    ],
)
def test_a_sentence_alone_is_a_red_flag_only_where_the_whole_bears_it_out(here, whole, intent):
    """A sentence that sounds like danger raises no card when the message hardly does."""
    reader = reader_with(Alarmed(here, whole))
    read = reader.read("It is pointless. What is leaky gut?", alarm=Alarm(0.9))
    assert read.intent == intent


class Grave(Echo):
    """Stands for the models: of any question the probabilities that it was made with."""

    classes = ("ask_causes", "ask_definition", "ask_symptoms", "greet", "report_crisis")

    def __init__(self, grades, flag=0.5):
        super().__init__()
        self.grave = np.array([grades], dtype=np.float32)
        self.row = [1 - flag, 0, 0, 0, flag]

    def probabilities(self, encoder, questions):
        """Return the same rows for each question."""
        rows, _ = super().probabilities(encoder, questions)
        return rows, np.repeat(self.grave, len(questions), axis=0)


def graded(alarm, grades, flag=0.5):
    """Return how a question is read that is so grave, and that is a red flag for the others."""
    reader = reader_with(Grave(grades, flag))
    return reader.read("what is leaky gut", alarm=alarm)


@pytest.mark.parametrize(
    ("alarm", "intent"),
    [
        (Alarm(0.5), "report_crisis"),
        (Alarm(0.65), "ask_causes"),
        (Alarm(0.5, of=("report_crisis",)), "ask_causes"),
        (Alarm(0.4, of=("report_crisis",)), "report_crisis"),
        (Alarm(0.1, 0.0, 0.0, ("report_emergency",)), "report_emergency"),
        (NO_ALARM, "ask_causes"),
    ],
)
def test_wording_that_no_pattern_knows_gets_its_card(alarm, intent):
    """Where the alarms that may be raised are likely enough, the likelier wins over any answer."""
    assert graded(alarm, [0.4, 0.2, 0.4, 0.0, 0.0]).intent == intent


@pytest.mark.parametrize(
    ("grade", "flag", "intent"),
    [
        (0.9, 0.05, "ask_causes"),
        (0.9, 0.2, "report_crisis"),
        (0.5, 0.15, "ask_causes"),
        (0.5, 0.25, "report_crisis"),
    ],
)
def test_what_is_surely_something_else_is_no_red_flag(grade, flag, intent):
    """The models of what is asked must hear a red flag too, the more the less sure the others."""
    assert graded(Alarm(0.4), [grade, 0.0, 1 - grade, 0.0, 0.0], flag).intent == intent


@pytest.mark.parametrize(
    ("grades", "alarm", "tier"),
    [
        ([0.0, 0.0, 0.3, 0.3, 0.4], Alarm(0.8), "urgent"),
        ([0.0, 0.0, 0.3, 0.4, 0.3], Alarm(0.8), "prompt"),
        ([0.0, 0.0, 0.6, 0.2, 0.2], Alarm(0.8), None),
        ([0.0, 0.7, 0.3, 0.0, 0.0], Alarm(0.8), "urgent"),
        ([0.7, 0.0, 0.3, 0.0, 0.0], Alarm(0.8), None),
        ([0.0, 0.7, 0.3, 0.0, 0.0], Alarm(0.8, of=("report_crisis",)), None),
        ([0.0, 0.7, 0.3, 0.0, 0.0], Alarm(0.8, of=("report_crisis",), over=True), "urgent"),
        ([0.0, 0.0, 0.0, 0.0, 1.0], NO_ALARM, None),
    ],
)
def test_what_is_grave_and_no_alarm_has_its_tier(grades, alarm, tier):
    """What is urgent is told, an emergency that is unsure is too; a crisis never is made less."""
    assert graded(alarm, grades, 0.0).tier == tier


@pytest.mark.parametrize(
    ("grades", "doubt"),
    [
        ((0.4, 0.0, 0.6), "crisis"),
        ((0.1, 0.35, 0.55), "emergency"),
        ((0.1, 0.1, 0.8), None),
    ],
)
def test_what_may_be_a_red_flag_is_a_doubt(grades, doubt):
    """Below an alarm the reading says which red flag it may be."""
    reading = graded(Alarm(0.6), [*grades, 0.0, 0.0], flag=0.2)
    assert (reading.doubt, reading.intent) == (doubt, "ask_causes")


@pytest.mark.parametrize(
    ("danger", "flag", "nobodys"),
    [(0.07, 0.5, True), (0.09, 0.5, False), (0.07, 0.6, False)],
)
def test_only_what_both_models_find_harmless_is_nobodys(danger, flag, nobodys):
    """A name is somebody's as soon as one kind of model hears danger."""
    reader = reader_with(Grave([0.0, danger, 1 - danger, 0.0, 0.0], flag))
    assert reader.is_nobodys("what is a stroke, and what is leaky gut") is nobodys


def test_one_grave_clause_makes_it_somebodys():
    """The whole message may sound harmless and one clause of it not."""
    reader = reader_with(Alarmed(here=0.9, whole=0.0))
    assert reader.is_nobodys("what is leaky gut, it was a stroke")
    assert not reader.is_nobodys("what is leaky gut, it is pointless.")
