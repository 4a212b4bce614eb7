"""No word is changed on its way in or out, and no mark-up comes of one."""

from __future__ import annotations

import re

import pytest
from fakeslack.rules import wrong_with_blocks
from hypothesis import given, settings
from hypothesis import strategies as st

from gutfaq.channels.slack.mrkdwn import clean, escape, mentions, unescape
from gutfaq.channels.slack.render import LONGEST_FALLBACK, message, without_button
from gutfaq.reply import Button, Citation, Part, Reply, Said

HOSTILE = ["<!channel>", "<@U1>", "&lt;!here&gt;", "*bold*", "<http://x|y>", "`code`", "\n> quote"]
LONG = ["x" * 2950, "&" * 700, "word " * 1300, "<" * 3001]
WORDS = st.one_of(st.text(max_size=60), st.sampled_from(HOSTILE), st.sampled_from(LONG))


@given(WORDS)
@settings(deadline=None)
def test_escaping_comes_back(text):
    """What was escaped reads as before once Slack shows it."""
    assert unescape(escape(text)) == text


@given(WORDS)
@settings(deadline=None)
def test_nothing_can_be_mentioned(text):
    """No escaped text holds a mention, a link or a call to everybody."""
    assert not re.search(r"[<>]", escape(text))
    assert not mentions(escape(text))


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("<@UBOT> what is it?", "what is it?"),
        ("so, <@UBOT|faq>, what is it?", "so, , what is it?"),
        ("see <http://example.org|example.org>", "see example.org"),
        ("see <http://example.org/a>", "see http://example.org/a"),
        ("write <mailto:a@example.org|a@example.org>", "write a@example.org"),
        ("in <#C1|general>", "in #general"),
        ("<!here> hello", "hello"),
        ("on <!date^1^{date}|Monday>", "on Monday"),
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("/restart", "/restart"),
        ("  two \t words \n next ", "two words\nnext"),
    ],
)
def test_what_is_heard(typed, heard):
    """Slack's mark-up is read as the words that a person saw."""
    assert clean(typed, bot="UBOT") == heard


def said(kind: str) -> st.SearchStrategy[Said]:
    """Return anything that may be said of one kind."""
    sentences = st.just((Citation("seed", 1, 2, "x"),)) if kind == "answer" else st.just(())
    return st.builds(
        Said,
        phrase=st.text(max_size=40),
        kind=st.just(kind),
        voice=st.just("seed" if kind == "answer" else "safety"),
        text=WORDS.filter(bool),
        title=st.text(max_size=40),
        sentences=sentences,
    )


REPLIES = st.builds(
    Reply,
    verdict=st.tuples(st.sampled_from(["answer", "emergency", "crisis", "refer", "control"])),
    said=st.lists(st.one_of(said("answer"), said("notice")), min_size=1, max_size=6).map(tuple),
    parts=st.just((Part("x", "answer", (0,)),)),
    buttons=st.lists(
        st.builds(Button, st.text(min_size=1, max_size=200), st.text(max_size=2100)), max_size=40
    ).map(tuple),
)


@given(REPLIES)
@settings(max_examples=150, deadline=None)
def test_any_reply_is_a_message_that_slack_takes(reply):
    """Whatever is said, the message keeps within Slack's limits."""
    shown = message(reply)
    assert wrong_with_blocks(shown["blocks"]) is None
    assert 0 < len(shown["text"]) <= 40_000 * 5


@given(REPLIES)
@settings(max_examples=100, deadline=None)
def test_any_reply_is_shown_whole(reply):
    """Every word of a reply stands in the fallback text, in the order in which it is said.

    Where all of it is longer than the fallback may be, it is cut there and nowhere before.
    """
    text, at = unescape(message(reply)["text"]), 0
    for one in reply.said:
        found = text.find(one.text, at)
        if found < 0:
            assert len(text) == LONGEST_FALLBACK
            break
        at = found + len(one.text)


def test_pressed_button_goes_away():
    """Only the pressed button goes, and a row that is empty then; nothing else changes."""
    rows = [{"type": "actions", "block_id": "b", "elements": [{"action_id": n} for n in "ab"]}]
    left = without_button([{"type": "divider"}, *rows], "a")
    assert left == [{"type": "divider"}, {"type": "actions", "elements": [{"action_id": "b"}]}]
    assert without_button(left, "b") == [{"type": "divider"}]
