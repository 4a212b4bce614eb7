"""The assertions a step may carry: their keys, and the shape of what each one expects."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, get_args

from gutfaq.conversations.located import Located
from gutfaq.conversations.script import Expectation
from gutfaq.reply import Verdict

FLOWS = ("flow_started", "flow_completed", "flow_cancelled", "pattern_clarification_contains")
UTTERANCE = ("utter_name", "text_matches", "buttons")
GROUNDED = ("threshold", "ground_truth", "utter_name", "utter_source")
TIERS = ("crisis", "emergency", "urgent", "prompt", "routine", "none")
CONTEXTS = ("affirmed", "unsure", "other_person", "negated", "past", "hypothetical", "none")
_WAIT = re.compile(r"(\d+)\s*(second|minute|hour|day)s?$")


def read_assertion(item: Located) -> Expectation:
    """Return one entry of an `assertions` list, its shape checked.

    Raises:
        BadScript: The key is no assertion, or its value has another shape.
    """
    name, value = item.pair("an assertion")
    item.mapping("an assertion", ASSERTIONS)
    return Expectation(name, ASSERTIONS[name](value, name), item.line)


def read_slots(value: Located, step: str) -> list[dict[str, Any]]:
    """Return the slots of a `slot_was_set` or `slot_was_not_set` step in the form of assertions."""
    if not value.is_list:
        return [_step_slot(value, step)]
    items = value.items(step)
    if not items:
        raise value.refuse(f"{step} names no slot, so it expects nothing.")
    return [_step_slot(item, step) for item in items]


def read_wait(value: Located) -> str:
    """Return a length of time, such as `90 minutes`, that is well written."""
    text = value.text("wait")
    if not _WAIT.match(text):
        raise value.refuse(f"wait: {text!r} is no length of time such as '90 minutes'.")
    return text


def seconds(wait: str) -> float:
    """Return the length of a wait, in seconds."""
    match = _WAIT.match(wait)
    assert match is not None, wait
    return timedelta(**{match[2] + "s": int(match[1])}).total_seconds()


def _step_slot(item: Located, step: str) -> dict[str, Any]:
    if not item.is_mapping:
        return {"name": item.text(step)}
    name, value = item.pair(f"an entry of {step}")
    return {"name": name, "value": value.plain()}


def _anything(value: Located, _kind: str) -> Any:
    return value.plain()


def _text(value: Located, kind: str) -> str:
    text = value.text(kind)
    if not text.strip():
        raise value.refuse(f"{kind} is empty, so it expects nothing.")
    return text


def _texts(value: Located, kind: str) -> list[str]:
    items = value.items(kind) if value.is_list else [value]
    if not items:
        raise value.refuse(f"{kind} is an empty list, so it expects nothing.")
    return [_text(item, kind) for item in items]


def _texts_or_none(value: Located, kind: str) -> list[str]:
    """Return the texts; an empty list expects that there is none."""
    return [] if value.is_list and not value.items(kind) else _texts(value, kind)


def _titles(value: Located, kind: str) -> list[str]:
    return [item.text(kind) for item in value.items(kind)]


def _true(value: Located, kind: str) -> bool:
    if value.plain() is not True:
        raise value.refuse(f"{kind} can only be `true`; leave the line out instead.")
    return True


def _number(value: Located, kind: str) -> float:
    number = value.plain()
    if isinstance(number, bool) or not isinstance(number, (int, float)) or number <= 0:
        raise value.refuse(f"{kind} must be a number above 0.")
    return float(number)


def _share(value: Located, kind: str) -> float:
    number = value.plain()
    if isinstance(number, bool) or not isinstance(number, (int, float)) or not 0 <= number <= 1:
        raise value.refuse(f"{kind} must be a number from 0 to 1.")
    return float(number)


def _slots(value: Located, kind: str) -> list[dict[str, Any]]:
    items = value.items(kind)
    if not items:
        raise value.refuse(f"{kind} is an empty list, so it expects nothing.")
    return [_slot(item, kind) for item in items]


def _slot(item: Located, kind: str) -> dict[str, Any]:
    found = item.mapping(f"an entry of {kind}", ("name", "value"))
    if "name" not in found:
        raise item.refuse(f"an entry of {kind} needs the slot's `name`.")
    slot: dict[str, Any] = {"name": found["name"][1].text("name")}
    if "value" in found:
        slot["value"] = found["value"][1].plain()
    return slot


def _utterance(value: Located, kind: str) -> dict[str, Any]:
    found = value.mapping(kind, UTTERANCE)
    if not found:
        raise value.refuse(f"{kind} is empty; give one of {', '.join(UTTERANCE)}.")
    readers: dict[str, Callable[[Located, str], Any]] = {"buttons": _buttons}
    return {key: readers.get(key, _text)(inner, key) for key, (_, inner) in found.items()}


def _buttons(value: Located, kind: str) -> list[dict[str, Any]]:
    buttons = []
    for item in value.items(kind):
        found = item.mapping("a button", ("title", "payload"))
        buttons.append({key: inner.text(key) for key, (_, inner) in found.items()})
    return buttons


def _grounded(value: Located, kind: str) -> dict[str, Any]:
    found = value.mapping(kind, GROUNDED)
    if "threshold" not in found:
        raise value.refuse(f"{kind} needs a `threshold` from 0 to 1.")
    texts = {key: inner.text(key) for key, (_, inner) in found.items() if key != "threshold"}
    return {"threshold": _share(found["threshold"][1], "threshold"), **texts}


def _verdicts(value: Located, kind: str) -> list[str]:
    verdicts = _texts(value, kind)
    for verdict in verdicts:
        _one_of(value, kind, verdict, get_args(Verdict))
    return verdicts


def _safety(value: Located, kind: str) -> dict[str, Any]:
    found = value.mapping(kind, ("tier", "context", "family", "card"))
    if not found:
        raise value.refuse(f"{kind} is empty; give one of tier, context, family, card.")
    allowed = {"tier": TIERS, "context": CONTEXTS}
    texts = {key: inner.text(key) for key, (_, inner) in found.items()}
    for key, known in allowed.items():
        if key in texts:
            _one_of(value, f"{kind}: {key}", texts[key], known)
    return texts


def _one_of(value: Located, kind: str, text: str, known: tuple[str, ...]) -> None:
    if text not in known:
        raise value.refuse(f"{kind}: {text!r} is none of {', '.join(known)}.")


ASSERTIONS: dict[str, Callable[[Located, str], Any]] = {
    "action_executed": _text,
    "slot_was_set": _slots,
    "slot_was_not_set": _slots,
    "bot_uttered": _utterance,
    "bot_did_not_utter": _utterance,
    "generative_response_is_grounded": _grounded,
    "generative_response_is_relevant": _anything,
    **dict.fromkeys(FLOWS, _anything),
    "answers": _texts_or_none,
    "notice": _texts,
    "verdict": _verdicts,
    "safety": _safety,
    "quotes": _texts_or_none,
    "buttons": _titles,
    "says_nothing_else": _true,
    "within_ms": _number,
}
"""Every assertion's key with the reader of its value: Rasa Pro's first, then ours."""
