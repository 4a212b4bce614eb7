"""Follow-ups: what they mean depends on the last answer, which the slots remember."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.plan import Line, answer_lines
from actions.speech import Events, disclaimed, phrasebook, speak
from gutfaq.answers import Answer

_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "one": 0, "two": 1, "three": 2}


class FollowUp(Action, ABC):  # abstract, so that no action server registers it
    """Says answers that the last answer leads to, else a fixed line."""

    action_name: str
    otherwise: str

    def name(self) -> str:
        """See parent class."""
        return self.action_name

    @abstractmethod
    def leads_to(self, last: Answer) -> str | None:
        """Return the name of the answer that follows, or None."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """See parent class."""
        book = phrasebook()
        last = [book.answers[f"utter_{n}"] for n in last_answers(tracker)]
        name = self.leads_to(last[-1]) if last else None
        if name is None:
            offers = last[-1].related if last else ()
            return speak(dispatcher, tracker, [Line(self.otherwise, offers=offers)], domain)
        lines = answer_lines([name], book, disclaimed=disclaimed(tracker))
        return speak(dispatcher, tracker, lines, domain)


class ActionNext(FollowUp):
    """Goes on with the tour: the next stage."""

    action_name, otherwise = "action_next", "utter_no_tour"

    def leads_to(self, last: Answer) -> str | None:
        """See parent class."""
        return last.next


class ActionPrevious(FollowUp):
    """Goes back in the tour: the stage before."""

    action_name, otherwise = "action_previous", "utter_no_tour"

    def leads_to(self, last: Answer) -> str | None:
        """See parent class."""
        return last.previous


class ActionMore(FollowUp):
    """Says what else the text has on the topic, if anything."""

    action_name, otherwise = "action_more", "utter_nothing_more"

    def leads_to(self, last: Answer) -> str | None:
        """See parent class."""
        return last.next


class ActionWhy(FollowUp):
    """Says what the text gives as the reason, if it gives one."""

    action_name, otherwise = "action_why", "utter_no_reason"

    def leads_to(self, last: Answer) -> str | None:
        """See parent class."""
        return last.why


class ActionRepeat(Action):
    """Says the last answers again; also shows where they are from."""

    def name(self) -> str:
        """See parent class."""
        return "action_repeat"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """See parent class."""
        names = last_answers(tracker)
        if not names:
            return speak(dispatcher, tracker, [Line("utter_nothing_to_repeat")], domain)
        lines = answer_lines(names, phrasebook(), disclaimed=disclaimed(tracker))
        return speak(dispatcher, tracker, lines, domain)


class ActionSource(Action):
    """Says where the last answer is from, and shows it again with its place."""

    def name(self) -> str:
        """See parent class."""
        return "action_source"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """See parent class."""
        names = last_answers(tracker)
        if not names:
            return speak(dispatcher, tracker, [Line("utter_ask_source")], domain)
        lines = answer_lines(names, phrasebook(), disclaimed=disclaimed(tracker))
        return speak(dispatcher, tracker, [Line("utter_ask_source_of_answer"), *lines], domain)


class ActionChoose(Action):
    """Takes "yes", "2" or "the second one" as the choice of a button that was offered."""

    def name(self) -> str:
        """See parent class."""
        return "action_choose"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """See parent class."""
        intent = tracker.latest_message.get("intent", {}).get("name")
        offered = last_offers(tracker)
        text = str(tracker.latest_message.get("text") or "")
        index = 0 if intent == "affirm" else chosen(text, len(offered))
        asked = tracker.get_slot("place") == "unclear"
        if intent == "deny" or not offered or index is None or (intent == "affirm" and not asked):
            phrase = f"utter_{intent}" if intent in ("affirm", "deny") else "utter_no_such_choice"
            return speak(dispatcher, tracker, [Line(phrase)], domain)
        lines = answer_lines([offered[index]], phrasebook(), disclaimed=disclaimed(tracker))
        return speak(dispatcher, tracker, lines, domain)


def last_answers(tracker: Tracker) -> list[str]:
    """Return the names of the answers that were said last, as far as they still exist."""
    names = tracker.get_slot("answers") or []
    return [name for name in names if f"utter_{name}" in phrasebook().answers]


def last_offers(tracker: Tracker) -> list[str]:
    """Return the names of the answers that the last reply offered as buttons, in their order."""
    return phrasebook().offers(_last_spoken(tracker.events))


def _last_spoken(events: Sequence[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    """Return (phrase, offers) of the reply before the latest message."""
    turns: list[list[tuple[str, list[str]]]] = [[]]
    for event in events:
        if event.get("event") == "user":
            turns.append([])
        elif event.get("event") == "bot":
            metadata = event.get("metadata") or {}
            turns[-1].append((str(metadata.get("phrase")), list(metadata.get("offers") or [])))
    return turns[-2] if len(turns) > 1 else []


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
