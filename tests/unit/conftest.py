"""Fixtures of the unit tests: a tiny project about tea, and this project's phrasebook."""

from __future__ import annotations

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from tea import write_project

from gutfaq.phrasebook import phrasebook_of, read_phrasebook
from gutfaq.project import here

PLACES = {"slots": {"place": {"values": ["start", "answer", "definition", "stages", "unclear"]}}}


@pytest.fixture
def project(tmp_path):
    """Return a tiny project that a test may change."""
    return write_project(tmp_path / "tea")


@pytest.fixture
def change(project):
    """Return a function that replaces words in a file of the tiny project."""

    def replace(file: str, old: str, new: str) -> None:
        path = project.root / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} holds no {old!r}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replace


@pytest.fixture(scope="session")
def book(tmp_path_factory):
    """Return the tiny project's phrasebook."""
    return read_phrasebook(write_project(tmp_path_factory.mktemp("tea") / "tea"))


@pytest.fixture(scope="session")
def real_book():
    """Return the phrasebook of this project."""
    return phrasebook_of(here().root)


@pytest.fixture
def run():
    """Return a function that runs an action and returns phrases, slots and responses."""

    async def ran(action, intent=None, *, text="", slots=None, events=(), **message):
        latest = {"intent": {"name": intent}, "text": text, **message}
        tracker = Tracker("x", slots or {}, latest, list(events), False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        happened = await action().run(dispatcher, tracker, PLACES)
        said = [message["response"] for message in dispatcher.messages]
        return said, {e["name"]: e["value"] for e in happened}, dispatcher.messages

    return ran
