"""Holds a turn against the assertions of Rasa Pro's format."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from gutfaq.conversations.expectations import FLOWS
from gutfaq.conversations.holding import Check, Mismatch, Turned
from gutfaq.conversations.turn import Utterance


def bot(text: str, turned: Turned) -> int | None:
    """Something was said in exactly these words."""
    said = turned.utterances()
    for each in said:
        if each.text.strip() == text.strip():
            turned.covered.add(each.name or each.text)
            return each.at
    raise Mismatch([text], [each.text for each in said])


def utter(name: str, turned: Turned) -> int | None:
    """The response of this name was said."""
    return bot_uttered({"utter_name": name}, turned)


def bot_uttered(expected: Mapping[str, Any], turned: Turned) -> int | None:
    """One thing that was said has the name, the words and the buttons that are given."""
    said = turned.utterances()
    for each in said:
        if _matches(expected, each):
            turned.covered.add(each.name or each.text)
            return each.at
    raise Mismatch(_told(expected), [line for each in said for line in _tell(each, expected)])


def bot_did_not_utter(unwanted: Mapping[str, Any], turned: Turned) -> int | None:
    """Nothing that was said has the name, the words and the buttons that are given."""
    for each in turned.utterances():
        if _matches(unwanted, each):
            raise Mismatch(["not " + line for line in _told(unwanted)], _tell(each, unwanted))
    return None


def action_executed(name: str, turned: Turned) -> int | None:
    """The action ran."""
    ran = turned.events("action")
    for at, event in ran:
        if event["name"] == name:
            return at
    others = [event["name"] for _, event in ran if event["name"] != "action_listen"]
    raise Mismatch([f"action {name}"], [f"action {other}" for other in others])


def slot_was_set(slots: list[Mapping[str, Any]], turned: Turned) -> int | None:
    """Every slot was set: to the value of the same type, or to anything but null."""
    events = turned.events("slot")
    last = None
    for slot in slots:
        found = [at for at, event in events if _is_set(slot, event)]
        if not found:
            got = [_slot_line(each["name"], each["value"]) for _, each in events]
            raise Mismatch([_expected_slot(slot)], got, _type_hint(slot, events))
        last = found[0] if last is None else max(last, found[0])
    return last


def slot_was_not_set(slots: list[Mapping[str, Any]], turned: Turned) -> int | None:
    """No slot was set in this turn: to that value, or to anything but null."""
    for slot in slots:
        for _, event in turned.events("slot"):
            if _is_set(slot, event):
                got = _slot_line(event["name"], event["value"])
                raise Mismatch([f"not {_expected_slot(slot)}"], [got])
    return None


def grounded(expected: Mapping[str, Any], turned: Turned) -> int | None:
    """A share of the said sentences, at least the threshold, are spans of the ground truth."""
    truth = [expected["ground_truth"]] if "ground_truth" in expected else []
    texts = [_plain(text) for text in truth or turned.project.ground_truth]
    if not texts:
        hint = "Give `ground_truth`, or put the text into seeds/."
        raise Mismatch(["a text to be grounded in"], ["none"], hint)
    name, source = expected.get("utter_name"), expected.get("utter_source")
    said = [
        each
        for each in turned.utterances()
        if name in (None, each.name) and source in (None, each.source)
    ]
    sentences = [sentence for each in said for sentence in _sentences(each.text)]
    strange = [each for each in sentences if not any(_plain(each) in text for text in texts)]
    share = 1 - len(strange) / len(sentences) if sentences else 0.0
    if share < expected["threshold"]:
        got = [f"{share:.2f} of {len(sentences)} sentences"] + [f"not in it: {s}" for s in strange]
        raise Mismatch([f"at least {expected['threshold']:.2f} are spans of the ground truth"], got)
    return said[-1].at


def relevant(_expected: Any, _turned: Turned) -> int | None:
    """Fails: it takes a language model as judge."""
    hint = (
        "Use `bot_uttered`, or `generative_response_is_grounded`, which is computed exactly here."
    )
    raise Mismatch(
        ["generative_response_is_relevant"],
        ["not available: Rasa Pro asks a language model, and Rasa Open Source has none"],
        hint,
    )


def flow(kind: str) -> Check:
    """Return a check that fails and says that open-source Rasa has no flows."""

    def check(_expected: Any, _turned: Turned) -> int | None:
        hint = "Use `action_executed`, `slot_was_set` or `bot_uttered`."
        got = "not available: Rasa Open Source has no flows; they belong to Rasa Pro (CALM)"
        raise Mismatch([kind], [got], hint)

    return check


CHECKS: dict[str, Check] = {
    "bot": bot,
    "utter": utter,
    "bot_uttered": bot_uttered,
    "bot_did_not_utter": bot_did_not_utter,
    "action_executed": action_executed,
    "slot_was_set": slot_was_set,
    "slot_was_not_set": slot_was_not_set,
    "generative_response_is_grounded": grounded,
    "generative_response_is_relevant": relevant,
    **{kind: flow(kind) for kind in FLOWS},
}


def _matches(expected: Mapping[str, Any], said: Utterance) -> bool:
    if expected.get("utter_name") not in (None, said.name):
        return False
    pattern = expected.get("text_matches")
    if pattern is not None and not _found(pattern, said.text):
        return False
    wanted = expected.get("buttons")
    if wanted is None:
        return True
    if len(said.buttons) != len(wanted):
        return False
    pairs = zip(wanted, said.buttons, strict=True)
    return all({key: button.get(key) for key in want} == want for want, button in pairs)


def _found(pattern: str, text: str) -> bool:
    if pattern in text:
        return True
    try:
        return re.search(pattern, text) is not None
    except re.error:
        return False


def _told(expected: Mapping[str, Any]) -> list[str]:
    lines = [f"{key}: {expected[key]}" for key in ("utter_name", "text_matches") if key in expected]
    return lines + [f"button: {_button(button)}" for button in expected.get("buttons", ())]


def _tell(said: Utterance, expected: Mapping[str, Any]) -> list[str]:
    lines = [f"utter_name: {said.name}"] if "utter_name" in expected else []
    if "text_matches" in expected or said.name is None:
        lines.append(f"text: {said.text}")
    if "buttons" in expected:
        lines += [f"button: {_button(button)}" for button in said.buttons]
    return lines


def _button(button: Mapping[str, Any]) -> str:
    return " -> ".join(str(button[key]) for key in ("title", "payload") if key in button)


def _is_set(slot: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    if event["name"] != slot["name"]:
        return False
    if "value" not in slot:
        return event["value"] is not None
    wanted, value = slot["value"], event["value"]
    return bool(value == wanted) and isinstance(value, bool) == isinstance(wanted, bool)


def _expected_slot(slot: Mapping[str, Any]) -> str:
    return (
        _slot_line(slot["name"], slot["value"]) if "value" in slot else f"slot {slot['name']} set"
    )


def _slot_line(name: str, value: Any) -> str:
    return f"slot {name} = {value!r}"


def _type_hint(slot: Mapping[str, Any], events: list[tuple[int, Mapping[str, Any]]]) -> str:
    for _, event in events:
        same_words = str(event["value"]) == str(slot.get("value"))
        if event["name"] == slot["name"] and "value" in slot and same_words:
            kinds = type(slot["value"]).__name__, type(event["value"]).__name__
            return f"The script says {kinds[0]}, the slot holds {kinds[1]}; types matter."
    return ""


def _plain(text: str) -> str:
    return " ".join(text.split()).strip("\"'“”‘’ ")


def _sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])[\"'”’]?\s+|\n+", text) if part.strip()]
