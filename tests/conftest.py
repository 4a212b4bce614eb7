"""The assistant of this project, loaded once for all tests that are marked `model`."""

from __future__ import annotations

import asyncio
import itertools

import pytest

from gutfaq.project import here


@pytest.fixture(scope="session")
def loop():
    """Return the event loop in which the assistant is asked."""
    made = asyncio.new_event_loop()
    yield made
    made.close()


@pytest.fixture(scope="session")
def assistant():
    """Return the assistant, trained first if anything changed."""
    from gutfaq.commands.train import ensure_model
    from gutfaq.quiet import be_quiet

    be_quiet()
    ensure_model()
    from gutfaq.assistant import Assistant

    return Assistant.load(here(), database="sqlite://")


@pytest.fixture(scope="session")
def ask(assistant, loop):
    """Return a function that asks the assistant, by default in a conversation of its own."""
    from gutfaq.reply import Turn

    numbers = itertools.count()

    def asked(text="", *, press=None, conversation=None, brain=None, message_id=""):
        turn = Turn(
            conversation or f"test-{next(numbers)}", text, press=press, message_id=message_id
        )
        return loop.run_until_complete((brain or assistant).ask(turn))

    asked("hello")  # the first turn loads what the others find loaded
    return asked


@pytest.fixture(scope="session")
def spoken():
    """Return a function that names the phrases of a reply."""
    return lambda reply: [said.phrase for said in reply.said]
