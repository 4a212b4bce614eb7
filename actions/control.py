"""Control: starting over, and deleting what was kept."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.plan import Line
from actions.speech import Events, speak


class ActionStartOver(Action):
    """Forgets where the conversation stood; an open alarm stays."""

    def name(self) -> str:
        """See parent class."""
        return "action_start_over"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """See parent class."""
        speak(dispatcher, tracker, [Line("utter_start_over")], domain)
        return [SlotSet("answers", None), SlotSet("disclaimed", False), SlotSet("place", "start")]


class ActionDeleteData(Action):
    """Says that the conversation is deleted; the gate deletes it when this line leaves."""

    def name(self) -> str:
        """See parent class."""
        return "action_delete_data"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """See parent class."""
        return speak(dispatcher, tracker, [Line("utter_data_deleted")], domain, place="start")
