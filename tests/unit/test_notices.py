"""Fixed lines: each has one wording and a voice; the safety voice is pinned."""

from __future__ import annotations

import hashlib

import pytest
from tea import dump, line

from gutfaq.errors import UngroundedNotice
from gutfaq.notices import pin, read_notices


@pytest.fixture
def read(tmp_path):
    """Return a function that writes one file of notices and reads it."""

    def read_responses(responses):
        dump(tmp_path / "notices.yml", {"responses": responses})
        return read_notices(tmp_path)

    return read_responses


def test_a_notice_is_read(read):
    """A line has its name, voice, words, verdict, short form and offers."""
    told = {"verdict": "about", "short": "x", "offers": ["a", "b"]}
    (notice,) = read({"utter_hi": line("Hello.", "assistant", told)})
    assert (notice.name, notice.phrase, notice.voice) == ("hi", "utter_hi", "assistant")
    assert (notice.text, notice.verdict, notice.short) == ("Hello.", "about", "x")
    assert notice.offers == ("a", "b")


@pytest.mark.parametrize("voice", ["seed", "", None, "Assistant"])
def test_a_notice_has_a_known_voice(read, voice):
    """A line whose voice is not the assistant's or the safety voice is refused."""
    with pytest.raises(UngroundedNotice, match="metadata: voice"):
        read({"utter_hi": line("Hello.", voice, {})})


@pytest.mark.parametrize("text", ["", "  ", None, ["Hello."]])
def test_a_notice_has_words(read, text):
    """A line without words is refused."""
    with pytest.raises(UngroundedNotice, match="needs a `text`"):
        read({"utter_hi": [{"text": text, "metadata": {"voice": "assistant"}}]})


def test_a_notice_has_one_wording(read):
    """Two wordings are refused: the same question gets the same words."""
    with pytest.raises(UngroundedNotice, match="exactly one wording"):
        read({"utter_hi": line("Hello.", "assistant", {}) * 2})


def test_a_notice_is_named_as_a_response(read):
    """A line whose name Rasa would not speak is refused."""
    with pytest.raises(UngroundedNotice, match="utter_<name>"):
        read({"hi": line("Hello.", "assistant", {})})


def test_a_pinned_line_may_be_said(read):
    """A safety line with the hash of its words is read."""
    assert read({"utter_hi": line("Call 112.", "safety", {})})[0].text == "Call 112."


@pytest.mark.parametrize("changed", ["Call 113.", "Call 112", "Call  112."])
def test_a_changed_safety_line_is_refused(read, changed):
    """A safety line that differs from its pinned hash is refused, and the new hash is told."""
    lines = line("Call 112.", "safety", {})
    lines[0]["text"] = changed
    with pytest.raises(UngroundedNotice, match=f"differs from its pinned.*{pin(changed)}"):
        read({"utter_hi": lines})


def test_an_unpinned_safety_line_is_refused(read):
    """A safety line without a hash is refused."""
    with pytest.raises(UngroundedNotice, match="differs from its pinned"):
        read({"utter_hi": [{"text": "Call.", "metadata": {"voice": "safety"}}]})


def test_the_pin_is_the_sha256_of_the_words():
    """A maintainer can compute the pin with any SHA-256 tool."""
    assert pin("Call 112.") == hashlib.sha256(b"Call 112.").hexdigest()
