"""What stock Rasa computes anew and is the same every time: computed once.

`compute_once` is for processes in which every action endpoint is one of ours (`gutfaq.endpoints`),
`merge_once` for training.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.constants import PREVIOUS_ACTION, USER
from rasa.shared.core.domain import State
from rasa.shared.core.events import Event
from rasa.shared.nlu.constants import INTENT, RESPONSE
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


def compute_once() -> None:
    """Replace the repeated work in this process; a second call changes nothing.

    - An action's result is not checked again: `only_names` made it, with no more than names.
      (Stock Rasa also checks its own constant schema, at every action: three quarters of a turn.)
    - The class of an event is looked up by its name once, not among all classes at every event.
    - A rule of another intent than the message's is not compared part by part.
    """
    RemoteAction._validate_action_result = _already_checked
    if not hasattr(Event.resolve_by_type, "cache_info"):
        Event.resolve_by_type = staticmethod(lru_cache(maxsize=None)(Event.resolve_by_type))
    RulePolicy._get_possible_keys = _possible_keys


def _already_checked(_action: RemoteAction, _result: dict[str, Any]) -> bool:
    return True


def _possible_keys(self: RulePolicy, lookup: dict[str, str], states: list[State]) -> set[str]:
    """Return what stock does, of rules whose last intent is that of the last state."""
    if not states or PREVIOUS_ACTION not in states[-1]:  # the start of a conversation
        return _stock_possible_keys(self, lookup, states)
    heard = states[-1].get(USER, {}).get(INTENT)
    near = {key: lookup[key] for key in lookup if _last_intent(key) in (None, heard)}
    return _stock_possible_keys(self, near, states)


@cache
def _last_intent(rule: str) -> str | None:
    """Return the intent that the rule's last state needs, or None where it needs none."""
    return (json.loads(rule)[-1].get(USER) or {}).get(INTENT)


def merge_once() -> None:
    """Let merged training data share its examples; a second call changes nothing.

    On its way to training, stock Rasa merges this project's data eight times; each time it copies
    every example, and fingerprints it to drop duplicates: 33 of 141 s. Nothing changes an example
    between the merges.
    """
    TrainingData.merge = _merged
    TrainingData.sanitize_examples = staticmethod(_sanitized)


def _merged(self: TrainingData, *others: TrainingData | None) -> TrainingData:
    """Return what `TrainingData.merge` does, with the very examples in place of copies."""
    examples = list(self.training_examples)
    bare = TrainingData(
        [], self.entity_synonyms, self.regex_features, self.lookup_tables, self.responses
    )
    rest = []
    for other in filter(None, others):
        examples += other.training_examples
        rest.append(
            TrainingData(
                [],
                other.entity_synonyms,
                other.regex_features,
                other.lookup_tables,
                other.responses,
            )
        )
    merged: TrainingData = _stock_merge(bare, *rest)
    merged.training_examples = _sanitized(examples)
    return merged


def _sanitized(examples: list[Message]) -> list[Message]:
    """Return what stock does; a label that is clean is not set, which would void a fingerprint."""
    for example in examples:
        for key in (INTENT, RESPONSE):
            label = example.get(key)
            if label and label != label.strip():
                example.set(key, label.strip())
    return list(dict.fromkeys(examples))


_stock_merge = TrainingData.merge
_stock_possible_keys = RulePolicy._get_possible_keys
