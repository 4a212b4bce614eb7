"""Answering: the quoted sentences and their notice leave in one action, or not at all."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.plan import Line, plan, questions
from actions.speech import Events, disclaimed, phrasebook, speak


class ActionAnswer(Action):
    """Says the answer to each question of the message, or that the text has none."""

    def __init__(self) -> None:
        phrasebook()  # read before the first question: an action server has 1.5 s to answer it

    def name(self) -> str:
        """See parent class."""
        return "action_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """See parent class."""
        asked = questions(tracker.latest_message)
        lines = plan(asked, phrasebook(), disclaimed=disclaimed(tracker))
        return speak(dispatcher, tracker, lines, domain)


class ActionRefer(ActionAnswer):
    """Says that only a professional can answer, and which."""

    def name(self) -> str:
        """See parent class."""
        return "action_refer"


class ActionNotInText(ActionAnswer):
    """Says that the text does not say, what it can be asked, and whom to ask."""

    def name(self) -> str:
        """See parent class."""
        return "action_not_in_text"


class ActionUnclear(Action):
    """Offers the closest questions when a message can be read in several ways, or in none."""

    def name(self) -> str:
        """See parent class."""
        return "action_unclear"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """See parent class."""
        book = phrasebook()
        question = questions(tracker.latest_message)[0]
        close = [name.removeprefix("ask_") for name in question.ranking if name.startswith("ask_")]
        offers = tuple(name for name in close if f"utter_{name}" in book.answers)[:2]
        phrase = "utter_unclear" if len(offers) > 1 else "utter_nlu_fallback"
        line = Line(phrase, heard=question.text, offers=offers)
        return speak(dispatcher, tracker, [line], domain, place="unclear")
