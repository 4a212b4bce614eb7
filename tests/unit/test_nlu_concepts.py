"""Concepts are found in lay words, and the way a question goes is read from between them."""

import pytest

from gutfaq.nlu import direction
from gutfaq.nlu.concepts import Concepts

SYNONYMS = {"belly": "gut", "leaky gut": "leaky gut", "brain fog": "fogginess", "fog": "fogginess"}


@pytest.fixture
def concepts():
    """Return concepts of a tiny text."""
    base = {"caused": "cause", "causes": "cause", "cramps": "cramp", "cramping": "cramp"}
    return Concepts({**SYNONYMS, "cramps": "cramps"}, base, topics=["gut", "leaky gut"])


def test_the_longest_way_to_say_it_wins(concepts):
    """Of overlapping synonyms the longest is the mention."""
    (mention,) = concepts.find(concepts.read("my brain fog"))
    assert (mention.concept, mention.start, mention.end) == ("fogginess", 3, 12)


def test_inflection_does_not_matter(concepts):
    """A concept is found in another form of its words."""
    assert [m.concept for m in concepts.find(concepts.read("Cramping"))] == ["cramps"]


def test_masking_keeps_topics(concepts):
    """A masked text names topics by their canonical term and hides specifics."""
    text = "can my belly cause brain fog"
    assert concepts.mask(text, concepts.find(concepts.read(text))) == "can my gut cause something"


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("can leaky gut cause cramps", direction.FROM_GUT),
        ("are cramps caused by leaky gut", direction.FROM_GUT),
        ("can cramps cause leaky gut", direction.TO_GUT),
        ("is leaky gut caused by cramps", direction.TO_GUT),
        ("does leaky gut produce symptoms like cramps", direction.FROM_GUT),
        ("are cramps a symptom of leaky gut", direction.FROM_GUT),
        ("can cramps from pills cause leaky gut", direction.TO_GUT),
        ("is it so that cramps hurt as a result of leaky gut", direction.FROM_GUT),
        ("leaky gut cramps", None),
        ("what causes cramps", None),
    ],
)
def test_direction(concepts, text, way):
    """Active and passive links between a specific and the topic give the way of the question."""
    doc = concepts.read(text)
    assert direction.of(doc, concepts.find(doc), concepts.topics) == way


def test_habits_need_evidence():
    """An intent forbids a way only when many examples go the other way."""
    seen = [("ask_many", direction.TO_GUT)] * 20 + [("ask_few", direction.TO_GUT)] * 3
    assert direction.habits(seen) == {"ask_many": [direction.FROM_GUT]}
