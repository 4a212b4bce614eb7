"""Takes a rule, a story or a threshold out of a loaded Rasa agent, as if it had been trained so."""

from __future__ import annotations

import base64
import copy
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

from gutfaq.conversations.plans import Plan, Plans

Choice = tuple[str | None, str, str]
"""The place of the conversation (None for any), the intent, and the action that follows."""

Memory = tuple[dict[str, Any], str]
"""What a policy looks an action up in, and the key there."""


@contextmanager
def of_staleness() -> Iterator[None]:
    """Accept a model that was trained from other words than stand in the copy."""
    with mock.patch("gutfaq.assistant.refuse_stale"):
        yield


def renew(assistant: Any) -> None:
    """Have the model take the words that it now stands beside for those it was trained from."""
    from gutfaq.nlg import FINGERPRINT_SLOT

    for slot in assistant.agent.domain.slots:
        if slot.name == FINGERPRINT_SLOT:
            slot.initial_value = assistant.phrasebook.fingerprint


@contextmanager
def of_limits(limits: Mapping[str, float]) -> Iterator[None]:
    """Load the understanding with other limits than it was trained with."""
    from gutfaq.nlu import component

    told = component._limits

    def spoilt(config: dict[str, Any]) -> Any:
        return replace(told(config), **limits)

    with mock.patch.object(component, "_limits", spoilt):
        yield


def memories(agent: Any, plan: Plan, plans: Plans) -> list[Memory]:
    """Return what the policies remember of a rule or story and of no other.

    Rules and stories have policies of their own. What a story chooses and a rule chooses anyway,
    wherever the conversation stands, is left out, and so is what is done when no policy knows:
    without them all goes as before.
    """
    by_rules = {choice for each in plans.rules if each != plan for choice in choices(each)}
    is_rule = plan in plans.rules
    kept = by_rules | {
        choice for each in plans.stories if not is_rule and each != plan for choice in choices(each)
    }
    gone = {
        (place, intent, action)
        for place, intent, action in choices(plan)
        if not kept & {(place, intent, action), (None, intent, action)}
        if action not in _fallbacks(agent)
    }
    places = _places(agent.domain)
    lookups = [lookup for lookup, of_rules in _lookups(agent) if of_rules == is_rule]
    return [
        (lookup, key)
        for lookup in lookups
        for key in lookup
        if _chosen_by(key, lookup[key], gone, places)
    ]


@contextmanager
def of_memories(gone: Sequence[Memory]) -> Iterator[None]:
    """Take memories out of the policies, for the length of a `with` block."""
    taken = [(lookup, key, lookup.pop(key)) for lookup, key in gone]
    try:
        yield
    finally:
        for lookup, key, action in taken:
            lookup[key] = action


def configure(agent: Any, config: Path) -> bool:
    """Set the components' thresholds to those of a config file; return whether any changed."""
    from ruamel.yaml import YAML

    told = YAML(typ="safe").load(config.read_text(encoding="utf-8"))
    changed = False
    for settings in (*told["pipeline"], *told["policies"]):
        for component in components(agent, settings["name"].rsplit(".", 1)[-1]):
            for key, value in settings.items():
                changed |= key != "name" and _set(component, key, value)
    return changed


def choices(plan: Plan) -> set[Choice]:
    """Return what a plan chooses: after which intent, at which place, which action."""
    found: set[Choice] = set()
    for walk in plan.walks:
        place: str | None = None
        intent: str | None = None
        for step in walk:
            if step.startswith("slot:place="):
                place = step.removeprefix("slot:place=")
            elif step.startswith("intent:"):
                intent = step.removeprefix("intent:")
            elif intent is not None:
                found.add((place, intent, step))
                intent = None
    return found


def _fallbacks(agent: Any) -> set[str]:
    """Return what is done when no policy knows what to do."""
    nodes = agent.processor.graph_runner._instantiated_nodes
    return {getattr(node._component, "_fallback_action_name", "") for node in nodes.values()}


def _lookups(agent: Any) -> Iterator[tuple[dict[str, Any], bool]]:
    """Yield what each policy looks the next action up in, and whether it is of rules."""
    nodes = agent.processor.graph_runner._instantiated_nodes
    for lookup in [getattr(node._component, "lookup", None) for node in nodes.values()]:
        if lookup is not None:
            yield lookup.get("rules", lookup), "rules" in lookup


def components(agent: Any, class_name: str) -> Iterator[Any]:
    """Yield the graph components of a class."""
    nodes = agent.processor.graph_runner._instantiated_nodes
    for node in nodes.values():
        if type(node._component).__name__ == class_name:
            yield node._component


def _places(domain: Any) -> dict[str, str]:
    """Return the features of each value of the slot `place`, as they stand in a memory."""
    for slot in copy.deepcopy(domain.slots):
        if slot.name == "place":
            features = {}
            for value in slot.values:
                slot.value = value
                features[str(value)] = json.dumps(slot.as_feature())
            return features
    return {}


def _chosen_by(key: str, action: Any, gone: set[Choice], places: dict[str, str]) -> bool:
    state = readable(key)
    return any(
        action == chosen
        and (place is None or f"place: {places.get(place)}" in state)
        and re.search(rf"intent: {re.escape(intent)}[,}}]", state) is not None
        for place, intent, chosen in gone
    )


def readable(key: str) -> str:
    """Return a memory's key as text without quotation marks; rules and memories differ in form."""
    try:
        text = zlib.decompress(base64.b64decode(key)).decode("utf-8")
    except (ValueError, zlib.error):
        text = json.dumps(json.loads(key)) if key.startswith("[") else key
    return text.replace('"', "")


def _set(component: Any, key: str, value: Any) -> bool:
    changed = False
    for holder in ("config", "_config", "component_config"):
        settings = getattr(component, holder, None)
        if isinstance(settings, dict) and settings.get(key, value) != value:
            settings[key] = value
            changed = True
    for name in (key, f"_{key}"):
        if getattr(component, name, value) != value:
            setattr(component, name, value)
            changed = True
    return changed
