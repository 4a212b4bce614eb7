"""Word n-grams are counted and weighed, and kept as plain values."""

import numpy as np
import pytest

from gutfaq.nlu import wording
from gutfaq.nlu.preparing import Prepared


def question(text):
    """Return a question whose outline is its text."""
    return Prepared(text, text, text, ())


@pytest.fixture
def ngrams():
    """Return the n-grams of four questions."""
    asked = ("what is it", "what is that", "where is it", "what is it now")
    return wording.fit([question(t) for t in asked])


def test_an_ngram_of_few_questions_is_left_out(ngrams):
    """Only what stands in three questions at least is known."""
    question_view, outline_view = ngrams.as_list()
    assert set(question_view) == {"what", "is", "it", "what is", "is it"}
    assert set(outline_view) == set(question_view)


def test_each_view_has_length_one(ngrams):
    """A row is as long as its views; one that knows nothing of a question is zero."""
    rows = ngrams.rows([question("what is it"), question("why")]).toarray()
    assert np.linalg.norm(rows[0]) == pytest.approx(np.sqrt(2))
    assert not rows[1].any()


def test_a_rarer_ngram_weighs_more(ngrams):
    """A word of three questions weighs more than one of four."""
    view = ngrams.as_list()[0]
    assert view["what"] > view["is"]


def test_kept_and_read_again_it_is_the_same(ngrams):
    """From its plain values come the same rows."""
    again = wording.of(ngrams.as_list())
    asked = [question("what is it what")]
    assert np.allclose(again.rows(asked).toarray(), ngrams.rows(asked).toarray(), atol=1e-4)
