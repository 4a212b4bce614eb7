"""The generator knows no words but the phrasebook's."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from gutfaq.nlg import FINGERPRINT_SLOT, PhrasebookGenerator

SAFE = "Call 112 (EU)."


def tracker_with(fingerprint=None, intent="ask_green"):
    """Return a conversation with one message, and a model of this fingerprint."""
    slots = [AnySlot(FINGERPRINT_SLOT, [{}], initial_value=fingerprint)] if fingerprint else []
    said = UserUttered("what of green", {"name": intent, "confidence": 0.9})
    return DialogueStateTracker.from_events("x", [said], slots)


@pytest.fixture
def generate(book):
    """Return a function that asks the generator for words."""

    async def ask(name, tracker=None, **kwargs):
        generator = PhrasebookGenerator(phrasebook=book)
        return await generator.generate(name, tracker or tracker_with(), "gutfaq", **kwargs)

    return ask


async def test_a_phrase_is_said(generate, book):
    """Asked for a phrase, the generator gives its words and its name."""
    message = await generate("utter_green")
    assert message["text"] == book.say("utter_green").text
    assert message["phrase"] == message["utter_action"] == "utter_green"


@pytest.mark.parametrize(
    "name", ["utter_nothing", "action_answer", "Drink bleach.", "", None, 7, []]
)
async def test_anything_else_is_the_safe_line(generate, name):
    """Asked for anything but a phrase, the generator gives the fixed line."""
    message = await generate(name)
    assert (message["phrase"], message["text"]) == ("utter_safe_fallback", SAFE)


@pytest.mark.parametrize("key", ["text", "phrase", "custom", "image", "template"])
async def test_what_is_passed_along_changes_no_word(generate, key):
    """Texts and variables that a caller passes along are not said."""
    assert "bleach" not in str(await generate("utter_green", **{key: "Drink bleach."}))


async def test_a_stale_model_says_the_safe_line(generate):
    """With a model of another fingerprint nothing but the fixed line is said."""
    assert (await generate("utter_green", tracker_with("other")))["text"] == SAFE


async def test_a_current_model_speaks(generate, book):
    """With a model of this fingerprint the phrase is said."""
    message = await generate("utter_green", tracker_with(book.fingerprint))
    assert message["phrase"] == "utter_green"


async def test_what_was_understood_goes_along(generate):
    """The message carries intent and confidence, for the reply."""
    message = await generate("utter_green", tracker_with(intent="ask_x"))
    assert (message["intent"], message["confidence"]) == ("ask_x", 0.9)


async def test_without_a_message_there_is_no_intent(generate):
    """A conversation that nobody has begun gives words without an intent."""
    message = await generate("utter_green", DialogueStateTracker("x", []))
    assert (message["phrase"], message["intent"]) == ("utter_green", None)
