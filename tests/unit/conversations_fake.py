"""An assistant that answers from a table, for tests of the plugin that need no model."""

import re
import uuid
from types import SimpleNamespace

from gutfaq.conversations.holding import Project
from gutfaq.conversations.turn import Session, TurnResult

TRUTH = "The gate opens at nine. It closes at five. Dogs are welcome."


def bot(text, name=None, buttons=()):
    """Return the event of something that was said."""
    data = {"buttons": list(buttons)}
    return {"event": "bot", "text": text, "data": data, "metadata": {"utter_action": name}}


def slot(name, value):
    """Return the event of a slot that was set."""
    return {"event": "slot", "name": name, "value": value}


def action(name):
    """Return the event of an action that ran."""
    return {"event": "action", "name": name, "policy": "RulePolicy", "confidence": 1.0}


def user(text, intent="ask"):
    """Return the event of a message."""
    parse_data = {"intent": {"name": intent, "confidence": 0.9}}
    return {"event": "user", "text": text, "parse_data": parse_data}


def said(phrase, text, *quoted, kind="answer"):
    """Return one phrase of a Gut FAQ's reply."""
    sentences = [{"seed": "s", "start": 0, "end": len(each), "text": each} for each in quoted]
    voice = "seed" if kind == "answer" else "safety"
    return {
        "phrase": phrase,
        "kind": kind,
        "voice": voice,
        "text": text,
        "title": "",
        "sentences": sentences,
    }


def reply(*phrases, verdict=("answer",), buttons=(), **more):
    """Return a Gut FAQ's reply."""
    safety = {"tier": None, "context": None, "family": None, "card": None}
    return {
        "verdict": list(verdict),
        "said": list(phrases),
        "buttons": [{"title": each, "payload": f"/{each}"} for each in buttons],
        "safety": safety | more.pop("safety", {}),
        "intent": "ask_hours",
        "confidence": 0.9,
        "parts": [],
        "ms": 4.0,
        "error": None,
    } | more


RASA = {
    "hello": (
        bot("Hello there.", "utter_greet", [{"title": "Hours", "payload": "/hours"}]),
        action("action_greet"),
        slot("seen", True),
        slot("count", 2),
    ),
    "/hours": (bot("The gate opens at nine. It closes at five.", "utter_hours"),),
    "hours": (bot("The gate opens at nine. It closes at five.", "utter_hours"),),
    "lie": (bot("The gate opens at nine. Cats are welcome.", "utter_lie"),),
    "yes": (bot("Yes it is.", "utter_yes"),),
}
GUTFAQ = {
    "hours": reply(
        said(
            "utter_hours", "The gate opens at nine. It closes at five.", "The gate opens at nine."
        ),
        said("utter_beware", "Ask the porter.", kind="notice"),
        buttons=["Dogs", "Cats"],
    ),
    "help": reply(
        said("utter_card", "Call now.", kind="notice"),
        verdict=["emergency"],
        safety={"tier": "emergency", "context": "affirmed", "card": "utter_card"},
    ),
}


class Fake:
    """Answers from a table; remembers what it was asked."""

    name = "fake"

    def __init__(self, table, project=None, opening=()):
        self.table, self.opening = table, opening
        self.project = project or Project(ground_truth=(TRUTH,))
        self.heard = []

    async def start(self, case):
        """See `Driver`."""
        self.heard.append(SimpleNamespace(slots=dict(case.slots), stubs=case.stubs))
        return Session(uuid.uuid4().hex, TurnResult(events=tuple(self.opening)))

    async def say(self, session, step, press=None):
        """See `Driver`."""
        text = press["payload"] if press else step.text
        self.heard.append((text, dict(step.metadata)))
        answer = self.table.get(text, ())
        if isinstance(answer, dict):
            return TurnResult(events=(user(text),), reply=answer, ms=4.0)
        return TurnResult(events=(user(text), *answer), ms=4.0)

    async def close(self):
        """See `Driver`."""


def rasa(_settings):
    """Return a driver that answers as any Rasa project does."""
    return Fake(RASA)


def gutfaq(_settings):
    """Return a driver that answers as a Gut FAQ does."""
    phrases = frozenset({"utter_hours", "utter_dogs", "utter_beware", "utter_card"})
    answers = frozenset({"utter_hours", "utter_dogs"})
    sentences = tuple(re.findall(r"[^.]+\.", TRUTH))
    return Fake(GUTFAQ, Project((TRUTH,), phrases, answers=answers, sentences=sentences))
