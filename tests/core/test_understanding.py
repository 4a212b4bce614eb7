"""What holds of every question, whoever asks it: its cost, and the same sentences again."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from gutfaq.evaluation.assistant import training_examples
from gutfaq.evaluation.cases import read_cases
from gutfaq.evaluation.leaks import overlaps

pytestmark = [pytest.mark.model, pytest.mark.slow]

CASES = Path(__file__).parents[1] / "eval"


def questions(name):
    """Return the first message of each held-out conversation of a set."""
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["turns"][0]["text"] for line in lines]


def quoted(reply):
    """Return the sentences of the text that a reply says."""
    return [sentence.text for said in reply.said for sentence in said.sentences]


def test_reading_costs_at_most_twice_the_embedding(assistant):
    """A question is read in at most twice the time of its embedding, in the same run."""
    from rasa.model import get_latest_model

    from gutfaq.evaluation.cost import measure, trained_reader
    from gutfaq.project import here

    reader = trained_reader(Path(get_latest_model(str(here().models))))
    cost = measure(reader, questions("inscope")[:100])
    assert cost["ratio"] <= 2, cost


def test_the_same_question_gets_the_same_sentences(ask):
    """A question that comes again, elsewhere or after others, is answered in the same sentences."""
    asked = questions("inscope")[::8] + questions("near")[::8]
    alone = [quoted(ask(text)) for text in asked]
    talks = itertools.count()
    again = []
    for number, text in enumerate(asked):
        if number % 5 == 0:
            talk = f"again-{next(talks)}"
        again.append(quoted(ask(text, conversation=talk)))
    assert again == alone


def test_the_same_question_twice_running_gets_the_same_sentences(ask):
    """A question that is simply asked again is answered in the same sentences."""
    for text in questions("inscope")[::12]:
        talk = f"twice-{hash(text)}"
        first, second = (quoted(ask(text, conversation=talk)) for _ in range(2))
        assert first == second, text


def test_another_language_gets_no_answer(ask):
    """No message in another language is answered, short or long."""
    lines = (Path(__file__).parent / "languages.txt").read_text(encoding="utf-8").splitlines()
    for text in lines:
        reply = ask(text)
        assert not quoted(reply), text


def test_no_example_is_a_case():
    """What the assistant is scored on, in this project, it has not been taught."""
    examples = [text for text, _ in training_examples()]
    found = overlaps(read_cases(CASES), examples)
    assert not [overlap for overlap in found if overlap.leak]
