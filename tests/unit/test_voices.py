"""The assistant's own voice makes no health statement: planted claims are refused."""

from __future__ import annotations

import pytest

from gutfaq.errors import UngroundedNotice
from gutfaq.phrasebook import read_phrasebook
from gutfaq.project import here
from gutfaq.reply import Button
from gutfaq.voices import lemmas, read_concepts

CLAIMS = [
    "Leaky gut leads to eczema.",
    "Stress is why you feel so.",
    "Bloated? You may have leaky gut.",
    "People with leaky gut often suffer from joint pain.",
    "Your gut lining is weakened.",
    "Some medicines are a cause.",
    "It can end in autoimmunity!",
    "You are tired because of your gut: fatigue is a symptom.",
    "Cramps and gas are nothing to worry about.",
    "A food INTOLERANCE comes next.",
    "Bad bacteria are the cause.",
    "Anxious? That is your gut.",
    "It is only a mild infection.",
    "Depressed people have a leaky gut.",
    "Your immune system is over-reacting.",
]
# Their concepts are topics that a title may name.
TOPICAL = [
    "Some medicines are a cause.",
    "A food INTOLERANCE comes next.",
    "Your immune system is over-reacting.",
]
RED_FLAGS = [
    "Blood there is harmless.",
    "Vomiting is normal with leaky gut.",
    "Do not worry about black stools.",
    "Chest pain will go away.",
    "It is not cancer.",
    "Nobody dies of leaky gut.",
    "A small overdose does no harm.",
    "Probiotics can help you.",
    "Bleach is a good start.",
    "Take a dose of 5 mg.",
    "Leaky gut can be cured.",
    "A fever is a symptom too.",
]
FREE = [
    "What is leaky gut?",
    "I answer questions about leaky gut, its causes, symptoms and stages.",
    "The text does not say.",
    "Please ask a doctor or a pharmacist.",
]


@pytest.fixture(scope="session")
def concepts(real_book):
    """Return this project's concepts."""
    return read_concepts(here().data, real_book.sentences)


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_in_a_line_is_refused(concepts, claim):
    """A line of the assistant that holds a concept of the seed is refused."""
    with pytest.raises(UngroundedNotice, match="in the assistant's own voice"):
        concepts.check(claim, said_by="data/notices.yml: utter_x")


@pytest.mark.parametrize("claim", [claim for claim in CLAIMS if claim not in TOPICAL])
def test_a_claim_in_a_title_is_refused(concepts, claim):
    """A title, and so a button, that makes a claim is refused like a line."""
    with pytest.raises(UngroundedNotice):
        concepts.check(claim, said_by="data/answers/x.yml (title)", title=True)


@pytest.mark.parametrize("title", [False, True])
@pytest.mark.parametrize("claim", RED_FLAGS)
def test_a_red_flag_is_refused(concepts, claim, title):
    """A line or title of the assistant that holds a red flag is refused."""
    with pytest.raises(UngroundedNotice):
        concepts.check(claim, said_by="data/notices.yml: utter_x", title=title)


@pytest.mark.parametrize("line", FREE)
def test_topic_words_are_free(concepts, line):
    """A line may name what the text is about."""
    concepts.check(line, said_by="data/notices.yml: utter_x")


def test_a_title_may_name_its_topic(concepts):
    """A title may hold topic words that a line may not."""
    concepts.check("The immune system", said_by="x", title=True)
    with pytest.raises(UngroundedNotice):
        concepts.check("The immune system", said_by="x")


def test_a_title_is_short(concepts):
    """A title too long to be only a title is refused."""
    with pytest.raises(UngroundedNotice, match="at most 60"):
        concepts.check("What is leaky gut, " * 4, said_by="x", title=True)


def test_the_refusal_names_file_words_and_remedy(concepts):
    """The refusal is one line with the file, the words and what to do."""
    with pytest.raises(UngroundedNotice) as refusal:
        concepts.check("Stress!", said_by="data/notices.yml: utter_x")
    line = str(refusal.value)
    assert line.startswith("data/notices.yml: utter_x says 'Stress!'")
    assert "['stress']" in line
    assert "`make check`" in line
    assert "\n" not in line


def test_inflections_are_one_concept():
    """Words are compared by lemma in small letters, so that a plural or a capital hides nothing."""
    assert lemmas("Leaves dried the Cramps") == {"leave", "dry", "cramp"}


@pytest.mark.parametrize(
    ("file", "old", "claim"),
    [
        ("data/notices_assistant.yml", "Hello.", "Grass is good."),
        ("data/notices_assistant.yml", "I could not read that.", "Drink it dried!"),
        ("data/notices_assistant.yml", "It is deleted.", "You will bleed."),
        ("data/answers/sleep.yml", "Tea late", "Poor sleep"),
        ("data/answers/milk.yml", "title: Milk", "title: Poison in it"),
    ],
)
def test_a_phrasebook_with_a_claim_does_not_exist(project, change, file, old, claim):
    """A claim planted in any line or title of a project is refused when it is read."""
    change(file, old, claim)
    with pytest.raises(UngroundedNotice, match=claim.removeprefix("title: ")):
        read_phrasebook(project)


def test_a_synonym_is_a_concept_too(project, change):
    """What a synonym list names is refused in the assistant's voice, though the seed lacks it."""
    (project.data / "concepts.yml").write_text("nlu: [{synonym: herb, examples: '- herbs'}]")
    change("data/notices_assistant.yml", "Hello.", "Herbs, hello.")
    with pytest.raises(UngroundedNotice, match="herb"):
        read_phrasebook(project)


def test_the_safety_voice_may_name_red_flags(project):
    """A pinned safety line is not held to the assistant's voice."""
    assert read_phrasebook(project).say("utter_emergency_past").voice == "safety"


def test_a_button_is_a_checked_title(book):
    """What stands on a button is a title, and so was checked."""
    assert book.button("sleep") == Button(title="Tea late", payload="/ask_sleep")
