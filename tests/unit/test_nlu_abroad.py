"""Red flags in other languages are heard by their letters."""

import pytest

from gutfaq.nlu import abroad

EXAMPLES = [
    ("necesito una ambulancia, sangro mucho", "report_emergency"),
    ("estoy sangrando mucho, ayuda", "report_emergency"),
    ("sangra mucho mi hijo", "report_emergency"),
    ("quiero morir, no quiero vivir", "report_crisis"),
    ("no quiero vivir mas", "report_crisis"),
    ("ya no quiero vivir", "report_crisis"),
    ("que es el intestino permeable", "other_language"),
    ("cuales son los sintomas del intestino", "other_language"),
    ("gracias, muy amable", "other_language"),
    ("que puedo comer con el intestino asi", "other_language"),
]
BOTH = ("report_crisis", "report_emergency")


@pytest.fixture(scope="module")
def model():
    """Return the model of a few Spanish lines."""
    return abroad.fit(EXAMPLES)


@pytest.mark.parametrize(
    ("text", "intent"),
    [("mi madre esta sangrando mucho", BOTH[1]), ("yo no quiero vivir", BOTH[0])],
)
def test_words_that_no_example_has_are_heard(model, text, intent):
    """A red flag in other words than those of the examples raises its alarm."""
    assert model.alarm(text, BOTH)[0] == intent


def test_a_question_raises_no_alarm(model):
    """A question about the gut is none."""
    assert model.alarm("cuales son los sintomas", BOTH) is None


def test_only_what_may_be_raised_is(model):
    """An alarm that may not be raised is not."""
    assert model.alarm("mi madre esta sangrando mucho", BOTH[:1]) is None
    assert model.alarm("mi madre esta sangrando mucho", ()) is None


def test_kept_and_read_again_it_is_the_same(model, tmp_path):
    """From its files comes the same model."""
    model.save(tmp_path)
    again = abroad.load(tmp_path)
    for text, _ in EXAMPLES:
        mine, kept = model.alarm(text, BOTH), again.alarm(text, BOTH)
        assert (mine is None) == (kept is None)
        assert mine is None or (mine[0] == kept[0] and mine[1] == pytest.approx(kept[1], abs=0.01))


def test_misspelt_english_has_english_letters():
    """What is spelt badly is told from another language by its letters."""
    english = [(text, abroad.ENGLISH) for text in ("what happens then", "how does it begin")]
    letters = abroad.fit([*EXAMPLES, *english])
    assert letters.is_english("wat hapens then")
    assert not letters.is_english(EXAMPLES[0][0])
