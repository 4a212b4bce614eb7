"""Saying lines through Rasa, with what safety adds, and remembering what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.plan import LEADING, Line
from gutfaq.phrasebook import Phrasebook, phrasebook_of
from gutfaq.project import here

Events = list[dict[str, Any]]

FULL_DISCLAIMER = "utter_not_medical_advice"


def phrasebook() -> Phrasebook:
    """Return the project's phrasebook."""
    return phrasebook_of(here().root)


def disclaimed(tracker: Tracker) -> bool:
    """Return whether the disclaimer was said in full in this conversation."""
    return bool(tracker.get_slot("disclaimed"))


def speak(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    lines: Sequence[Line],
    domain: Mapping[str, Any],
    *,
    place: str | None = None,
) -> Events:
    """Say the lines, in one go, and return the slots that remember it.

    Args:
        dispatcher: Rasa's.
        tracker: Rasa's.
        lines: What the action has to say.
        domain: Names the places that stories tell apart.
        place: Where the conversation stands now; by default, the last answer's place.
    """
    book = phrasebook()
    spoken = [line for line in with_safety(lines, tracker) if line.phrase in book]
    for line in spoken:
        dispatcher.utter_message(
            response=line.phrase, part=line.part, heard=line.heard, offers=list(line.offers)
        )
    answers = [line.phrase.removeprefix("utter_") for line in spoken if line.phrase in book.answers]
    events: Events = []
    if any(line.phrase == FULL_DISCLAIMER for line in spoken):
        events.append(SlotSet("disclaimed", True))
    if answers:
        events.append(SlotSet("answers", list(dict.fromkeys(answers))))
    place = place or (known_place(answers[-1], domain) if answers else None)
    if place:
        events.append(SlotSet("place", place))
    return events


def with_safety(lines: Sequence[Line], tracker: Tracker) -> list[Line]:
    """Return the lines with the referral that is due before them, and reminders after them."""
    safety = tracker.latest_message.get("safety") or {}
    before = [Line(safety["card"], LEADING)] if safety.get("card") else []
    after = [Line(safety["note"])] if safety.get("note") else []
    alarm = tracker.get_slot("alarm")
    if alarm:
        after.append(Line(f"utter_reminder_{alarm}"))
    return [*before, *lines, *after]


def known_place(answer: str, domain: Mapping[str, Any]) -> str:
    """Return the answer's name if stories tell it apart, else `answer`."""
    slots = domain.get("slots") or {}
    places = (slots.get("place") or {}).get("values") or []
    return answer if answer in places else "answer"
