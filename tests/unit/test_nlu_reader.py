"""What a question leaves unsaid is taken from its neighbours."""

import numpy as np
import pytest

from gutfaq.nlu.decision import Limits
from gutfaq.nlu.knowledge import learn
from gutfaq.nlu.reader import Reader

ENGLISH = {word: -8.0 for word in ("what", "is", "does", "it", "can", "and", "so", "could")}
ENGLISH |= {"hair": -9.0, "loss": -9.0, "tired": -10.0, "since": -8.0, "may": -8.0, "been": -7.0}
EXAMPLES = [
    ("can leaky gut cause cramps", "ask_symptoms"),
    ("does leaky gut cause fatigue", "ask_symptoms"),
    ("can stress cause leaky gut", "ask_causes"),
    ("does stress cause leaky gut", "ask_causes"),
    ("tell me about leaky gut", "ask_definition"),
    ("what is leaky gut", "ask_definition"),
    ("hello", "greet"),
]
QUOTED = {
    "ask_symptoms": ["The result can be cramps and fatigue."],
    "ask_causes": ["It can be caused by stress."],
    "ask_definition": ["Leaky gut happens."],
}
SYNONYMS = {"cramps": "cramps", "tired": "fatigue", "stress": "stress", "leaky gut": "leaky gut"}


class Echo:
    """Stands for both models: remembers what it was asked, and is sure of symptoms."""

    classes = ("ask_causes", "ask_definition", "ask_symptoms", "greet")

    def __init__(self):
        self.questions = []

    def probabilities(self, encoder, questions):
        """Return the same row for each question."""
        self.questions = [question.text for question in questions]
        return np.array([[0.1, 0.1, 0.8, 0.0]] * len(questions), dtype=np.float32)


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


def test_other_languages_are_read_no_further(reader, models):
    """A foreign text is no question of ours, and no model is asked."""
    assert reader.read("что такое дырявый кишечник").intent == "other_language"
    assert models.questions == []


def test_entities_are_the_concepts(reader):
    """Every concept of the message is an entity by its canonical term."""
    values = [entity["value"] for entity in reader.read("is it stress or leaky gut").entities]
    assert values == ["stress", "leaky gut"]
