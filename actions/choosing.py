"""Replies to a reply: which button was meant, asking again, and "that's not what I asked"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.follow_up import last_answers, tour
from actions.plan import Line, answer_lines
from actions.speech import Events, disclaimed, phrasebook, speak

_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "one": 0, "two": 1, "three": 2}
_STAGES = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3}
_OF_BUTTONS = re.compile(r"\b(?:button|option|choice|question|suggestion)s?\b", re.I)
_REFUSALS = ("refer", "not_in_text")


class ActionChoose(Action):
    """Takes "yes", "2" or "the second one" as the choice of a button that was offered.

    In a tour, "the second" is the second of the tour: what was just read out, not what was offered.
    """

    def name(self) -> str:
        """See parent class."""
        return "action_choose"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """See parent class."""
        lines = self._lines(tracker)
        return speak(dispatcher, tracker, lines, domain)

    def _lines(self, tracker: Tracker) -> list[Line]:
        intent = str(tracker.latest_message.get("intent", {}).get("name"))
        text = str(tracker.latest_message.get("text") or "")
        offered = last_offers(tracker)
        asked = tracker.get_slot("place") == "unclear"
        stage = in_tour(text, tracker) if intent == "choose_option" and not asked else None
        index = 0 if intent == "affirm" else chosen(text, len(offered))
        if stage:
            return answer_lines([stage], phrasebook(), disclaimed=disclaimed(tracker))
        if intent == "deny" or not offered or index is None or (intent == "affirm" and not asked):
            return [Line(f"utter_{intent if intent in ('affirm', 'deny') else 'no_such_choice'}")]
        if f"utter_{offered[index]}" not in phrasebook().answers:
            return [Line(f"utter_{offered[index]}")]
        return answer_lines([offered[index]], phrasebook(), disclaimed=disclaimed(tracker))


class ActionInsist(Action):
    """Says again what was said to a question that the text does not answer: "just one name"."""

    def name(self) -> str:
        """See parent class."""
        return "action_insist"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """See parent class."""
        book = phrasebook()
        spoken = [phrase for phrase, _ in last_spoken(tracker.events)]
        refused = [phrase for phrase in spoken if book.verdict(phrase) in _REFUSALS]
        if refused and "utter_not_in_text_referral" in spoken:
            refused.append("utter_not_in_text_referral")
        lines = [Line(phrase) for phrase in refused] or [Line("utter_nlu_fallback")]
        return speak(dispatcher, tracker, lines, domain)


class ActionNotWhatIAsked(Action):
    """Offers the other readings of the question before, then the usual ones."""

    def name(self) -> str:
        """See parent class."""
        return "action_not_what_i_asked"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """See parent class."""
        said = {phrase for phrase, _ in last_spoken(tracker.events)}
        offers = [name for name in other_readings(tracker.events) if f"utter_{name}" not in said]
        line = Line("utter_not_what_i_asked", offers=tuple(offers[:2]))
        return speak(dispatcher, tracker, [line], domain, place="unclear")


def last_offers(tracker: Tracker) -> list[str]:
    """Return the names of what the last reply offered as buttons, in their order."""
    return phrasebook().offers(last_spoken(tracker.events))


def last_spoken(events: Sequence[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    """Return (phrase, offers) of the reply before the latest message."""
    turns: list[list[tuple[str, list[str]]]] = [[]]
    for event in events:
        if event.get("event") == "user":
            turns.append([])
        elif event.get("event") == "bot":
            metadata = event.get("metadata") or {}
            turns[-1].append((str(metadata.get("phrase")), list(metadata.get("offers") or [])))
    return turns[-2] if len(turns) > 1 else []


def other_readings(events: Sequence[dict[str, Any]]) -> list[str]:
    """Return the answers that the question before the latest message can be read as, best first."""
    asked = [event for event in events if event.get("event") == "user"]
    parsed = (asked[-2].get("parse_data") or {}) if len(asked) > 1 else {}
    ranking = [
        *(parsed.get("intent_ranking") or ()),
        *(one for part in parsed.get("parts") or () for one in part.get("ranking") or ()),
    ]
    names = [str(one.get("name")).removeprefix("ask_") for one in ranking]
    return [name for name in dict.fromkeys(names) if f"utter_{name}" in phrasebook().answers]


def in_tour(text: str, tracker: Tracker) -> str | None:
    """Return the answer that "the second one" means while a tour is read out, else None."""
    answers = [phrasebook().answers[f"utter_{name}"] for name in last_answers(tracker)]
    names = tour(answers[-1]) if answers else []
    if not names or _OF_BUTTONS.search(text):
        return None
    for word in re.findall(r"[a-z0-9]+", text.lower()):
        if word in ("last", "final"):
            return names[-1]
        if _STAGES.get(word, len(names)) < len(names):
            return names[_STAGES[word]]
    return None


def chosen(text: str, count: int) -> int | None:
    """Return which of so many buttons the words choose, counted from 0, or None."""
    words = re.findall(r"[a-z]+|\d+", text.lower())
    for word in words:
        if word == "last" and count:
            return count - 1
        index = int(word) - 1 if word.isdigit() else _ORDINALS.get(re.sub(r"^\d+", "", word))
        if index is not None and 0 <= index < count:
            return index
    return None
