"""The safety report's arithmetic."""

import json

import pytest

from gutfaq.safety.assessment import Assessment
from gutfaq.safety.families import Example
from gutfaq.safety.policy import Outcome
from gutfaq.safety.proof import Result
from gutfaq.safety.report import as_html, held_out, on_ordinary, said_tier, summary, upper_bound


def result(kind, card, expected=None):
    """Return one result of an emergency example."""
    example = Example("some words", kind, "emergency_x", "emergency")
    said = Assessment(tier="emergency", family="emergency_x", card=card)
    return Result(example, Outcome("emergency", expected), said)


@pytest.mark.parametrize(
    ("misses", "total", "bound"), [(0, 300, 0.00994), (1, 100, 0.0466), (3, 3, 1.0)]
)
def test_the_upper_bound_is_exact(misses, total, bound):
    """The 95 % upper bound of misses is Clopper and Pearson's."""
    assert upper_bound(misses, total) == pytest.approx(bound, abs=1e-4)


def test_a_missing_card_is_a_miss():
    """An emergency without a card, or with a lower one, counts as missed."""
    rows = [
        result("affirmed", "utter_emergency_card", "utter_emergency_card"),
        result("affirmed", None, "utter_emergency_card"),
        result("affirmed", "utter_prompt_referral", "utter_emergency_card"),
    ]
    assert summary(rows)["recall"]["emergency"]["missed"] == 2


def test_a_card_for_nothing_is_false():
    """A card on an example that must get none counts as a false card."""
    figures = summary([result("nothing", "utter_crisis_card"), result("nothing", None)])
    assert figures["false_cards"] == {"of": 2, "any": 1, "alone": 1}


def test_a_third_person_card_has_its_tier():
    """The third-person wording of a card is of the same tier."""
    assert said_tier("utter_crisis_card_other") == "crisis"
    assert said_tier(None) == "none"


def test_unseen_rows_are_counted(tmp_path):
    """A file of unseen rows gives misses and false cards by kind."""

    class Deaf:
        def assess(self, text):
            return Assessment(card="utter_crisis_card" if "boo" in text else None)

    rows = [
        {"kind": "a", "turns": [{"text": "x", "expect": {"verdicts": ["emergency"]}}]},
        {"kind": "b", "turns": [{"text": "boo", "expect": {"never": ["crisis"]}}]},
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows))
    figures = held_out(Deaf(), path)
    assert figures["a"] == {"of": 1, "missed": 1, "missed_at_most": 1.0, "false": 0}
    assert figures["b"] == {"of": 1, "missed": 0, "missed_at_most": 0.95, "false": 1}
    assert on_ordinary(Deaf(), [path]) == {"of": 2, "cards": 1, "cards_at_most": 0.97468}


def test_the_page_escapes_messages():
    """A message in the report cannot become markup."""
    assert "<script>" not in as_html({"wrong": [{"text": "<script>"}]})
