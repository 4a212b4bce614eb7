"""Follow-ups: what they mean depends on the last answer, which the slots remember."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.plan import Line, answer_lines
from actions.speech import Events, disclaimed, phrasebook, speak
from gutfaq.answers import Answer


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
        return something_new(last)


class ActionPrevious(FollowUp):
    """Goes back in the tour: the stage before."""

    action_name, otherwise = "action_previous", "utter_no_tour"

    def leads_to(self, last: Answer) -> str | None:
        """See parent class."""
        return last.previous


class ActionFirst(FollowUp):
    """Goes back to where the tour begins."""

    action_name, otherwise = "action_first", "utter_no_tour"

    def leads_to(self, last: Answer) -> str | None:
        """See parent class."""
        return next(iter(tour(last)), None)


class ActionMore(FollowUp):
    """Says what else the text has on the topic, if anything."""

    action_name, otherwise = "action_more", "utter_nothing_more"

    def leads_to(self, last: Answer) -> str | None:
        """See parent class."""
        return something_new(last)


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


def last_answers(tracker: Tracker) -> list[str]:
    """Return the names of the answers that were said last, as far as they still exist."""
    names = tracker.get_slot("answers") or []
    return [name for name in names if f"utter_{name}" in phrasebook().answers]


def something_new(last: Answer) -> str | None:
    """Return the next answer that does not say the same sentences over again, or None."""
    answers = phrasebook().answers
    name = last.next
    while name and answers[f"utter_{name}"].sentences == last.sentences:
        name = answers[f"utter_{name}"].next
    return name


def tour(answer: Answer) -> list[str]:
    """Return the names of the answers of its tour, from the first on; empty when it is in none.

    A tour is a chain in which each next answer leads back; what leads to its first is in it too.
    """
    answers = phrasebook().answers
    first = answer
    if not first.previous and first.next and answers[f"utter_{first.next}"].previous != first.name:
        first = answers[f"utter_{first.next}"]
    while first.previous:
        first = answers[f"utter_{first.previous}"]
    names = [first.name]
    while (following := answers[f"utter_{names[-1]}"].next) and (
        answers[f"utter_{following}"].previous == names[-1]
    ):
        names.append(following)
    return names if len(names) > 1 else []
