"""What a question leaves unsaid is taken from its neighbours."""

import pytest
from echo import ENGLISH, EXAMPLES, Echo, reader_with


@pytest.fixture
def models():
    """Return the stand-in."""
    return Echo()


@pytest.fixture
def reader(models):
    """Return a reader of a tiny text."""
    return reader_with(models)


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


def test_a_question_without_its_verb_takes_the_one_before(reader, models):
    """What "does fatigue?" leaves unsaid stands before it, though that names nothing known."""
    reader.read("does gluten cause it? does fatigue?")
    assert models.questions[1] == "does fatigue cause it?"


def test_a_question_without_its_subject_takes_what_was_named(reader, models):
    """What "comes from leaky gut?" is asked of stands alone before it."""
    reader.read("So, cramps. Comes from leaky gut?")
    assert models.questions == ["cramps comes from leaky gut?"]


def test_they_are_what_the_question_before_counts(reader, models):
    """What "what are they" means is the stages, after one that asks of each of them."""
    reader.read("how long does each stage last? what are they?")
    assert models.questions[1].startswith("what are the stages")


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


def test_a_thing_is_unknown_by_its_last_word(models):
    """What good questions say of other things ("nightly gas") makes no "nightly itch" known."""
    usual = [("can leaky gut cause nightly cramps", "ask_symptoms")] * 2
    english = ENGLISH | dict.fromkeys(("nightly", "itch"), -8.0)
    reader = reader_with(models, EXAMPLES + usual, english)
    assert len(reader.read("does leaky gut cause cramps and nightly itch").parts) == 2


def test_a_word_of_questions_that_are_refused_is_unknown(models):
    """A word that the text's questions use too, but far less often, is none of the text's."""
    usual = [("does leaky gut cause fatigue with fever", "ask_symptoms")] * 2
    refused = [("does leaky gut cause fever", "ask_not_in_text")] * 10
    english = ENGLISH | {"fever": -8.0, "with": -8.0}
    for examples, parts in ((usual, 1), (usual + refused, 2)):
        reader = reader_with(models, EXAMPLES + examples, english)
        assert len(reader.read("does leaky gut cause cramps and fever").parts) == parts


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
    unsure = Unsure()
    unsure.classes = (*Echo.classes[:3], "ask_not_in_text")
    reader = reader_with(unsure, learned, english)
    told = "I work in a bakery and get up at three. Leaky gut symptoms"
    reading = reader.read(told)
    assert (reading.intent, reading.parts[0].text) == ("ask_symptoms", told)


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("They say stress can cause leaky gut. Is it so?", "is it true that stress can cause"),
        ("My aunt says leaky gut makes you tired, right?", "is it true that leaky gut makes"),
    ],
)
def test_a_claim_is_asked_without_who_made_it(reader, models, told, asked):
    """A message that only wants a claim confirmed is read as the question whether it is so."""
    reader.read(told)
    assert models.questions[0].startswith(asked)


def test_a_claim_about_something_else_is_not_answered(reader):
    """What "it" is was told before, and is nothing of the text."""
    read = reader.read("My aunt was ill. She says it makes you tired. Is she right?")
    assert read.intent == "ask_not_in_text"


def test_a_greeting_among_questions_stays_one(reader):
    """A part that is a known way to say something else is not weighed as a question."""
    parts = reader.read("hello? what is leaky gut?").parts
    assert [part.intent for part in parts][:1] == ["greet"]
