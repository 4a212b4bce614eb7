"""A tiny text, questions about it, and a stand-in for models that remembers what it is asked."""

import numpy as np

from gutfaq.nlu.decision import Limits
from gutfaq.nlu.knowledge import learn
from gutfaq.nlu.reader import Reader

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
ENGLISH |= dict.fromkeys(("they", "say", "she", "right", "was", "my", "ill", "says", "makes"), -8.0)
ENGLISH |= dict.fromkeys(("how", "long", "each", "stage", "last", "are"), -8.0)
ENGLISH |= dict.fromkeys(("you", "true", "that", "aunt", "did", "think", "of", "this"), -8.0)
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


def reader_with(models, examples=EXAMPLES, english=ENGLISH):
    """Return a reader of the tiny text that asks these models."""
    knowledge = learn(examples, SYNONYMS, QUOTED, english=english, base_forms={})
    return Reader(knowledge, models, None, Limits())
