"""Spelling is mended towards known words, and other languages are told apart."""

import pytest

from gutfaq.nlu.language import EnglishCheck
from gutfaq.nlu.spelling import Speller

ENGLISH = {"what": -6.0, "is": -4.0, "leaky": -14.0, "gut": -11.0, "the": -3.0, "a": -3.5}
ENGLISH |= {"symptoms": -12.0, "bleed": -13.0, "blood": -10.0, "plant": -11.0, "of": -4.0}


@pytest.fixture
def speller():
    """Return a speller that knows two words."""
    return Speller({"leaky": 9, "symptoms": 9}, ENGLISH)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("leeky", "leaky"),
        ("simptoms", "symptoms"),
        ("symptmos", "symptoms"),
        ("plant", "plant"),
        ("zonulin", "zonulin"),
        ("gut", "gut"),
    ],
)
def test_only_near_misses_are_mended(speller, typed, read):
    """A typo becomes the known word; an English word and a strange term stay."""
    assert speller.correct(typed) == read


@pytest.mark.parametrize(
    "text", ["¿qué es el intestino permeable?", "was ist ein durchlässiger darm", "что это такое"]
)
def test_other_languages_are_foreign(text):
    """Spanish, German and Russian are not taken for English."""
    assert EnglishCheck(ENGLISH, ["leaky", "gut"]).is_foreign(text)


@pytest.mark.parametrize("text", ["what is leaky gut", "leaky gut", "gut?", "0", "?!", "symptoms"])
def test_short_english_is_english(text):
    """English of one or two words is English, and so is what has no letters."""
    assert not EnglishCheck(ENGLISH, ["leaky", "gut"]).is_foreign(text)


def test_a_typo_of_the_examples_is_mended():
    """A misspelling that stands in an example or two is mended too; an often-used word stays."""
    speller = Speller({"leaky": 90, "laeky": 2, "gutty": 6, "gut": 900}, ENGLISH)
    assert speller.correct("laeky gutty") == "leaky gutty"


def test_a_synonym_that_is_a_misspelling_is_read_as_the_word():
    """Of the ways to say a concept those that are no English word and near it are its typos."""
    ways = {"plnt pott": "plant pot", "the sprout": "plant pot", "blot": "plant", "plants": "plant"}
    speller = Speller({"plnt": 50}, {**ENGLISH, "blot": -12.0, "plants": -12.0}, ways)
    assert (
        speller.correct("my Plnt and pott, a blot of plants")
        == "my plant and pot, a blot of plants"
    )


def test_a_short_typo_is_mended():
    """Three letters become a word only if the examples have it very often."""
    assert Speller({"gut": 900, "cap": 9}, ENGLISH).correct("gtu cpa") == "gut cpa"


@pytest.mark.parametrize("text", ["leaky gut oorzaken", "hilft glutamin gegen leaky gut"])
def test_a_name_does_not_make_a_message_english(text):
    """Words that every language borrows say nothing about the language of the rest."""
    check = EnglishCheck(ENGLISH, ["leaky", "gut"], names=["leaky", "gut"], seen=["glutamin"])
    assert check.is_foreign(text)


def test_a_misspelt_word_beside_a_name_is_english():
    """A word that can be mended is English, beside the name of the topic as well."""
    speller = Speller({"symptoms": 9}, ENGLISH)
    check = EnglishCheck(ENGLISH, [], names=["leaky", "gut"], correct=speller.correct)
    assert not check.is_foreign("leaky gut simptoms")


def test_words_of_plain_english_are_english():
    """A message is plain where each word is an English one; two words at least."""
    check = EnglishCheck({**ENGLISH, "timer": -13.0, "set": -9.0}, [], names=["leaky"])
    assert check.is_plain("set a timer")
    assert not check.is_plain("set a minuten")
    assert not check.is_plain("leaky timer")
