"""What must hold of every reply and of everything that is stored."""

from __future__ import annotations

import json
import re

import sqlalchemy as sa

from gutfaq.gate import Gate
from gutfaq.project import here
from gutfaq.seed import read_text
from gutfaq.text import neutralise

BLEACH = "Drink bleach."
_WORD = re.compile(r"\w+")


def assert_grounded(reply, phrasebook, typed=""):
    """Check that a reply holds no word but the phrasebook's and the person's own."""
    seeds = {file.stem: read_text(file) for file in here().seeds.glob("*.txt")}
    assert reply.said, "silence"
    for said in reply.said:
        assert said == phrasebook.say(said.phrase)
        for one in said.sentences:
            assert seeds[one.seed][one.start : one.end] == one.text
    titled = [notice.name for notice in phrasebook.notices.values() if notice.title]
    offers = [answer.name for answer in phrasebook.answers.values()] + titled
    buttons = {phrasebook.button(name) for name in offers}
    assert set(reply.buttons) <= buttons
    own = set(_WORD.findall(neutralise(typed).lower()))
    titles = {button.title for button in buttons}
    for part in reply.parts:
        assert part.text in titles or set(_WORD.findall(part.text.lower())) <= own


def assert_complete(reply, phrasebook):
    """Check that no answer leaves without its notice."""
    names = {said.phrase for said in reply.said}
    for name in names & set(phrasebook.answers):
        notice = phrasebook.notices[f"utter_{phrasebook.answers[name].notice}"]
        assert names & {notice.phrase, f"utter_{notice.short}"}, f"{name} without its notice"


def stored(assistant, conversation):
    """Return all that is stored of a conversation, without what the person typed."""
    state = assistant.store.conversations.read(conversation)
    events = [event for event in state["events"] if event["event"] != "user"]
    return {"slots": state["slots"], "events": events}


def assert_only_names(state):
    """Check that what is stored holds names and numbers, never words."""
    for text in _texts(state):
        assert " " not in text, f"words are stored: {text!r}"
        assert "bleach" not in text.lower()


def _texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(key)
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def gate_with(assistant, layers):
    """Return the assistant's gate with only these safety layers on."""
    gate = assistant.gate
    parts = gate._agent, gate._phrasebook, gate._matcher, gate._conversations
    return Gate(*parts, layers=frozenset(layers))


def everything_stored(assistant):
    """Return all tables of the assistant's store as one text."""
    engine = assistant.store.conversations._engine
    with engine.connect() as connection:
        tables = sa.inspect(engine).get_table_names()
        rows = {
            t: [list(r) for r in connection.execute(sa.text(f"SELECT * FROM {t}"))] for t in tables
        }
    return json.dumps(rows)
