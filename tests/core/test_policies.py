"""What the policies make of every intent at every place, and after what fits nothing."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.model

FALLBACK = "action_unclear"
CONCEPT = {"entity": "concept", "value": "leaky gut", "start": 0, "end": 9}


@pytest.fixture(scope="module")
def next_action(assistant):
    """Return a function that names the action after an intent at a place, and after actions."""
    from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
    from rasa.shared.core.trackers import DialogueStateTracker

    processor = assistant.agent.processor

    def predicted(intent, place="start", entities=(), after=()):
        tracker = DialogueStateTracker.from_events("policies", [], processor.domain.slots)
        heard = UserUttered(intent, {"name": intent, "confidence": 1.0}, list(entities))
        for event in (ActionExecuted("action_listen"), SlotSet("place", place), heard):
            tracker.update(event, processor.domain)
        for name in after:
            tracker.update(ActionExecuted(name), processor.domain)
        prediction = processor._predict_next_with_tracker(tracker)
        return processor.domain.action_names_or_texts[prediction.max_confidence_index]

    return predicted


def test_no_intent_is_left_to_the_fallback(assistant, next_action):
    """At every place each intent has its rule or story, whether or not it names a concept."""
    domain = assistant.agent.processor.domain
    places = next(slot.values for slot in domain.slots if slot.name == "place")
    known = [i for i in domain.intents if i not in _STOCK]
    left = {
        (intent, place, bool(entities))
        for intent in known
        for place in places
        if not place.startswith("__")
        for entities in ((), (CONCEPT,))
        if next_action(intent, place, entities) == FALLBACK
    }
    assert len(known) > 40
    assert not left


def test_the_fallback_is_said_once(next_action):
    """After what fits nothing the assistant listens; it would say so ten times over otherwise."""
    assert next_action("no_such_intent") == FALLBACK
    assert next_action("no_such_intent", after=[FALLBACK]) == "action_listen"


_STOCK = ("back", "restart", "session_start", "out_of_scope", "nlu_fallback")
"""Intents that Rasa declares itself."""
