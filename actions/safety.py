"""Safety cards: said first and alone; answers wait."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.speech import Events, phrasebook


class ActionAlarm(Action):
    """Says the card for an emergency or a crisis, and remembers it until it is resolved."""

    def name(self) -> str:
        """See parent class."""
        return "action_alarm"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """See parent class."""
        message = tracker.latest_message
        intent = str(message.get("intent", {}).get("name"))
        alarm = "crisis" if intent == "report_crisis" else "emergency"
        safety = message.get("safety") or {}
        assessed = safety.get("tier") == alarm and safety.get("card")
        cards = [safety["card"], safety.get("also")] if assessed else [f"utter_{alarm}_card"]
        said = [card for card in cards if card in phrasebook()]
        for card in said:
            dispatcher.utter_message(response=card, part="1")
        if tracker.get_slot("alarm") == "crisis":  # graver than what came after it
            alarm = "crisis"
        return [SlotSet("alarm", alarm), SlotSet("cards", said), SlotSet("place", "alarm")]


class ActionAlarmAgain(Action):
    """Says the cards of the open alarm once more; without one, asks what is meant."""

    def name(self) -> str:
        """See parent class."""
        return "action_alarm_again"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """See parent class."""
        alarm = tracker.get_slot("alarm")
        cards = tracker.get_slot("cards") or [f"utter_{alarm}_card"]
        for phrase in cards if alarm else ["utter_nlu_fallback"]:
            dispatcher.utter_message(response=phrase, part="1")
        return [SlotSet("place", "alarm")] if alarm else []


class ActionResolved(Action):
    """Takes the person's word that it is resolved; the reminder stops."""

    def name(self) -> str:
        """See parent class."""
        return "action_resolved"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """See parent class."""
        phrase = "utter_resolved" if tracker.get_slot("alarm") else "utter_thank"
        dispatcher.utter_message(response=phrase, part="1")
        return [SlotSet("alarm", None), SlotSet("cards", None), SlotSet("place", "start")]
