"""What a question leaves unsaid is taken from its neighbours."""

import numpy as np
import pytest

from gutfaq.nlu.decision import Limits
from gutfaq.nlu.knowledge import learn
from gutfaq.nlu.reader import Reader
from gutfaq.nlu.reading import NO_ALARM, Alarm

ENGLISH = {word: -8.0 for word in ("what", "is", "does", "it", "can", "and", "so", "could")}
ENGLISH |= {
    "symptom": -9.0,
    "a": -5.0,
    "of": -5.0,
    "hair": -9.0,
    "loss": -9.0,
    "tired": -10.0,
    "since": -8.0,
    "may": -8.0,
    "been": -7.0,
}
EXAMPLES = [
    ("can leaky gut cause cramps", "ask_symptoms"),
    ("does leaky gut cause fatigue", "ask_symptoms"),
    ("can stress cause leaky gut", "ask_causes"),
    ("does stress cause leaky gut", "ask_causes"),
    ("tell me about leaky gut", "ask_definition"),
    ("what is leaky gut", "ask_definition"),
    ("what does gut flora do", "ask_flora"),
    ("is gut flora any good", "ask_flora"),
    ("hello", "greet"),
]
QUOTED = {
    "ask_symptoms": ["The result can be cramps and fatigue."],
    "ask_causes": ["It can be caused by stress."],
    "ask_definition": ["Leaky gut happens."],
    "ask_flora": ["Good gut flora is essential."],
}
SYNONYMS = {"cramps": "cramps", "tired": "fatigue", "stress": "stress", "leaky gut": "leaky gut"}
SYNONYMS |= {"gut flora": "gut flora"}


class Echo:
    """Stands for the models: remembers what it was asked, is sure of symptoms, hears no danger."""

    classes = ("ask_causes", "ask_definition", "ask_symptoms", "greet")
    grades = ("crisis", "emergency", "none", "prompt", "urgent")

    def __init__(self):
        self.questions = []
        self.row = [0.1, 0.1, 0.8, 0.0]

    def probabilities(self, encoder, questions):
        """Return the same rows for each question."""
        self.questions = [question.text for question in questions]
        grades = np.array([[0.0, 0.0, 1.0, 0.0, 0.0]] * len(questions), dtype=np.float32)
        return np.array([self.row] * len(questions), dtype=np.float32), grades


@pytest.fixture
def models():
    """Return the stand-in."""
    return Echo()


@pytest.fixture
def reader(models):
    """Return a reader of a tiny text."""
    knowledge = learn(EXAMPLES, SYNONYMS, QUOTED, english=ENGLISH, base_forms={})
    return Reader(knowledge, models, None, Limits())


def test_a_fragment_takes_the_question_before(reader, models):
    """The fragment "and hair loss?" asks of hair loss what was just asked of cramps."""
    reader.read("does leaky gut cause cramps? and hair loss?")
    assert models.questions[1] == "does leaky gut cause hair loss?"


def test_a_fragment_takes_the_topic_of_the_conversation(reader, models):
    """The fragment "hair loss?" after an answer about symptoms is asked as a symptom."""
    reader.read("hair loss?", topic="symptoms")
    assert models.questions == ["can leaky gut cause hair loss"]


def test_a_pronoun_takes_what_the_story_names(reader, models):
    """The pronoun in "could that be it" means what was told just before."""
    reader.read("I have been tired since May. Could that be leaky gut?")
    assert models.questions == ["could fatigue be leaky gut?"]


@pytest.mark.parametrize("pair", ["cramps and hair loss", "hair loss and cramps"])
def test_a_known_and_an_unknown_specific_come_apart(reader, models, pair):
    """A pair of which the text names only one becomes two questions."""
    reading = reader.read(f"does leaky gut cause {pair}")
    assert len(reading.parts) == 2
    assert {"does leaky gut cause cramps", "does leaky gut cause hair loss"} == set(
        models.questions
    )


def test_things_that_two_answers_name_come_apart(reader, models):
    """A list of which one answer does not name all becomes a question for each."""
    reading = reader.read("does leaky gut cause fatigue and stress")
    assert models.questions == ["does leaky gut cause fatigue", "does leaky gut cause stress"]
    assert len(reading.parts) == 2


def test_things_that_one_answer_names_stay_one_question(reader):
    """A list that one answer names as a whole is one question."""
    assert len(reader.read("does leaky gut cause cramps and fatigue").parts) == 1


@pytest.mark.parametrize("listed", ["cramps, fatigue and hair loss", "hair loss, cramps, fatigue"])
def test_an_unknown_thing_of_a_list_is_not_answered(reader, listed):
    """What no answerable question names is a part of its own, and never answered."""
    reading = reader.read(f"does leaky gut cause {listed}")
    assert [part.intent for part in reading.parts].count("ask_not_in_text") == 1
    assert len(reading.parts) == 2


def test_an_unknown_fragment_is_not_answered(reader, models):
    """A fragment that names nothing of the text is not answered, however sure the model is."""
    assert reader.read("and hair loss?", topic="symptoms").intent == "ask_not_in_text"
    assert models.questions == ["can leaky gut cause hair loss"]


@pytest.mark.parametrize(
    ("topic", "asked"),
    [("flora", "why is gut flora important?"), ("definition", "why is it important?")],
)
def test_it_is_the_subject_of_the_answer_before(reader, models, topic, asked):
    """The pronoun "it" means what the last answer is about; the main subject needs no name."""
    reader.read("why is it important?", topic=topic)
    assert models.questions == [asked]


def test_a_symptom_is_one_of_the_main_subject(reader, models):
    """A question that does not say of what something is a symptom means what most ask about."""
    reader.read("is fatigue a symptom?")
    assert models.questions == ["is fatigue a symptom of leaky gut"]


def test_two_close_readings_are_unclear(reader, models):
    """When two answers with other sentences are as likely, it is unclear which is meant."""
    models.row = [0.45, 0.0, 0.5, 0.05]
    reading = reader.read("what about leaky gut and all that")
    assert reading.intent == "nlu_fallback"
    assert [name for name, _ in reading.parts[0].ranking] == ["ask_symptoms", "ask_causes"]


def test_other_languages_are_read_no_further(reader, models):
    """A foreign text is no question of ours, and no model is asked."""
    assert reader.read("что такое дырявый кишечник").intent == "other_language"
    assert models.questions == []


def test_entities_are_the_concepts(reader):
    """Every concept of the message is an entity by its canonical term."""
    values = [entity["value"] for entity in reader.read("is it stress or leaky gut").entities]
    assert values == ["stress", "leaky gut"]


def test_a_few_words_after_a_story_are_read_alone(models):
    """What the whole message does not tell, its last sentence may."""

    class Unsure(Echo):
        def probabilities(self, encoder, questions):
            rows, grades = super().probabilities(encoder, questions)
            if "bakery" in questions[0].text:
                rows[:] = [0.1, 0.1, 0.1, 0.0]
            return rows, grades

    learned = [*EXAMPLES, ("can leaky gut cause acne", "ask_not_in_text")]
    english = ENGLISH | dict.fromkeys(
        ["i", "work", "in", "a", "bakery", "get", "up", "at", "three", "symptoms"], -9.0
    )
    knowledge = learn(learned, SYNONYMS, QUOTED, english=english, base_forms={})
    unsure = Unsure()
    unsure.classes = (*Echo.classes[:3], "ask_not_in_text")
    reader = Reader(knowledge, unsure, None, Limits())
    told = "I work in a bakery and get up at three. Leaky gut symptoms"
    reading = reader.read(told)
    assert (reading.intent, reading.parts[0].text) == ("ask_symptoms", told)


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
    knowledge = learn(EXAMPLES, SYNONYMS, QUOTED, english=ENGLISH, base_forms={})
    reader = Reader(knowledge, Alarmed(here, whole), None, Limits())
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
    knowledge = learn(EXAMPLES, SYNONYMS, QUOTED, english=ENGLISH, base_forms={})
    reader = Reader(knowledge, Grave(grades, flag), None, Limits())
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
