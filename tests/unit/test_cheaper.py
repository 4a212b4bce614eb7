"""What is computed once comes to the same as what stock Rasa computes every time."""

import json
from itertools import product

import pytest
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from gutfaq import cheaper


def data(*rows, **rest):
    """Return training data of texts and intents."""
    return TrainingData([Message.build(text=text, intent=intent) for text, intent in rows], **rest)


def parts():
    """Return data with a duplicate, a label with a space, and one of everything else."""
    first = data(("what is it", "ask"), ("hi", "greet "), entity_synonyms={"tummy": "gut"})
    second = data(("hi", "greet"), ("bye", "goodbye"), responses={"utter_bye": [{"text": "Bye."}]})
    third = data(("what is it", "ask"), regex_features=[{"name": "n", "pattern": "x"}])
    return first, second, third


def test_merged_data_is_what_stock_merges():
    """Sharing the examples changes nothing about what is merged, and nothing in its parts."""
    stock = cheaper._stock_merge(*parts())
    first, second, third = parts()
    merged = cheaper._merged(first, second, None, third)
    assert merged.fingerprint() == stock.fingerprint()
    assert [e.get("text") for e in merged.training_examples] == ["what is it", "hi", "bye"]
    assert [len(part.training_examples) for part in (first, second, third)] == [2, 2, 1]
    assert merged.intent_examples[0] is first.training_examples[0]


LISTEN = {"prev_action": {"action_name": "action_listen"}}
SAID = {"prev_action": {"action_name": "utter_bye"}}
STATES = [
    {},
    LISTEN,
    SAID,
    {**LISTEN, "user": {"intent": "ask"}},
    {**LISTEN, "user": {"intent": "bye"}},
    {**LISTEN, "user": {"text": "what is it"}},
    {**SAID, "user": {"intent": "ask"}, "slots": {"place": (1.0,)}},
    {**SAID, "user": {"intent": "bye"}, "slots": {"place": "should_not_be_set"}},
]


@pytest.mark.parametrize("heard", product(STATES, repeat=2))
def test_the_rules_that_apply_are_those_that_stock_finds(heard):
    """Not comparing the rules of other intents leaves out none that applies."""
    keys = {json.dumps(list(rule)): "x" for n in (1, 2) for rule in product(STATES, repeat=n)}
    policy = object.__new__(RulePolicy)
    possible = cheaper._possible_keys(policy, keys, list(heard))
    assert possible == cheaper._stock_possible_keys(policy, keys, list(heard))
