"""The custom actions of the tiny assistant."""

from rasa_sdk import Action
from rasa_sdk.events import SlotSet


class ActionBook(Action):
    """Books, and says so; a member is told of the price."""

    def name(self):
        """See parent class."""
        return "action_book"

    def run(self, dispatcher, tracker, domain):
        """See parent class."""
        dispatcher.utter_message(response="utter_booked")
        if tracker.get_slot("member"):
            dispatcher.utter_message(response="utter_member")
        where = tracker.latest_message["metadata"].get("from", "home")
        dispatcher.utter_message(text=f"The journey begins at {where}.")
        return [SlotSet("seats", 2)]


class ActionBreakDown(Action):
    """Fails, as actions do."""

    def name(self):
        """See parent class."""
        return "action_break_down"

    def run(self, dispatcher, tracker, domain):
        """See parent class."""
        raise KeyError("no such seat")
