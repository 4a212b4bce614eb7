"""The output channel takes names of phrases and lets no words through."""

from __future__ import annotations

import pytest

from gutfaq.collector import Collector, Heard, Uttered


@pytest.fixture
def collector(book):
    """Return an empty collector."""
    return Collector(book)


async def test_a_phrase_is_collected(collector):
    """A message that names a phrase is collected with what goes along."""
    await collector.send_response(
        "x", {"phrase": "utter_green", "part": "2", "heard": "green?", "offers": ["milk", 7]}
    )
    assert collector.uttered == [Uttered("utter_green", "2", "green?", ("milk",))]


async def test_the_text_of_a_message_is_not_looked_at(collector):
    """Whatever text comes with a phrase, only its name is kept."""
    await collector.send_response("x", {"phrase": "utter_green", "text": "Drink bleach."})
    assert "bleach" not in repr(collector.uttered)


@pytest.mark.parametrize(
    "message",
    [
        {"text": "Drink bleach."},
        {"phrase": "Drink bleach."},
        {"phrase": None},
        {"phrase": ["utter_green"]},
        {"custom": {"text": "Drink bleach."}},
        {"image": "bleach.png", "attachment": "bleach"},
        {},
    ],
)
async def test_what_is_no_phrase_is_refused(collector, message):
    """A message that names no phrase is refused and counted."""
    await collector.send_response("x", message)
    assert (collector.uttered, collector.refused) == ([], 1)


async def test_what_was_understood_is_kept(collector):
    """Intent and confidence of the message are kept for the reply."""
    message = {"phrase": "utter_green", "intent": "ask_green", "confidence": 0.5}
    await collector.send_response("x", message)
    assert collector.heard == Heard("ask_green", 0.5)


@pytest.mark.parametrize("send", ["send_text_message", "send_image_url", "send_attachment"])
async def test_other_ways_out_say_nothing(collector, send):
    """Words that are sent around `send_response` are not collected."""
    with pytest.raises(NotImplementedError):
        await getattr(collector, send)("x", "Drink bleach.")
    assert collector.uttered == []
