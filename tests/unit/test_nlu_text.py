"""Disguised words are read as what they stand for."""

import time

import pytest

from gutfaq.nlu.text import LONGEST, normalise


@pytest.mark.parametrize(
    "disguised",
    [
        "what is l\u200beaky g\u200but",
        "what is \u2067leaky gut\u2069",
        "w\u0337h\u0337a\u0337t is leaky gut",
        "𝓌𝒽𝒶𝓉 𝒾𝓈 𝓁𝑒𝒶𝓀𝓎 𝑔𝓊𝓉",
        "what is l e a k y   g u t",
        "what\u3000is  leaky gut",
        "whаt is lеaky gut",  # Cyrillic a and e
        "what is 🙏 leaky gut",
    ],
)
def test_disguises_fall_away(disguised):
    """Invisible, mathematical, spaced-out and look-alike letters read as plain ones."""
    assert normalise(disguised) == "what is leaky gut"


def test_stretched_letters_shrink():
    """A letter typed many times counts twice at most."""
    assert normalise("sooooo bloated") == "soo bloated"


def test_length_is_capped():
    """No more than the longest text is read, however long the message is."""
    assert len(normalise("gut " * LONGEST)) <= LONGEST


def test_other_scripts_stay():
    """A word in another script is not made Latin letter by letter."""
    assert normalise("кишечник") == "кишечник"


def test_dictation_is_written():
    """Marks that dictation spells out are marks, and sounds that say nothing go."""
    said = "um hello full stop what causes it comma please question mark"
    assert normalise(said) == "hello. what causes it, please?"
    assert normalise("what do you know") == "what do you know"


def test_letters_that_stand_for_words_are_written_out():
    """Single "n", "w" and "r" are words where another follows, and stay letters elsewhere."""
    assert normalise("cramps n gas w/ it, r they part") == "cramps and gas with it, are they part"
    assert normalise("n acetyl cysteine") == "n acetyl cysteine"
    assert normalise("is it plan n") == "is it plan n"
    assert normalise("vitamin n causes, b w/o it") == "vitamin n causes, b without it"


def test_a_pause_before_the_last_word_is_a_comma():
    """What asks no second question belongs to what stands before the full stops."""
    assert normalise("stress and leaky gut... connected?") == "stress and leaky gut, connected?"
    assert normalise("what is it... the causes?") == "what is it... the causes?"


def test_dots_cost_little():
    """Thousands of full stops are read at once."""
    began = time.process_time()
    normalise("\u2026" * 4000)
    assert time.process_time() - began < 0.5
