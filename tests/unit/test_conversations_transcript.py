"""The transcript: a page that a health editor can read and approve."""

import asyncio
from pathlib import Path

import pytest
from conversations_fake import GUTFAQ, Fake, said

from gutfaq.conversations.bench import Bench
from gutfaq.conversations.holding import Project
from gutfaq.conversations.journal import Journal, entry
from gutfaq.conversations.runner import play
from gutfaq.conversations.script import Case, Expectation, Step
from gutfaq.conversations.settings import Settings
from gutfaq.conversations.transcript import words_of, write


def journal_of(table, text="hours", expected=("answers", ["hours"])):
    """Return the journal of one conversation of one turn."""
    step = Step("user", text, 4, expectations=(Expectation(*expected, 5),))
    case = Case("asks <when>", Path("/p/tests/a.yml"), 2, (step,))
    settings = Settings(Path("/p"), Path("/p/tests"), Path("/p/models"), Path("/p/e.yml"))
    playback = asyncio.run(play(case, Fake(table), Project()))
    return Journal([entry(playback, Bench(settings))], {"answers": ["utter_hours", "utter_dogs"]})


@pytest.fixture
def page(tmp_path):
    """Return a function that returns the page of a journal."""

    def read(journal):
        write(tmp_path / "out" / "page.html", journal)
        return (tmp_path / "out" / "page.html").read_text(encoding="utf-8")

    return read


def test_everything_that_was_said(page):
    """The page shows what was typed, every word that was said, its place and its name."""
    shown = page(journal_of(GUTFAQ))
    for words in ("hours", "The gate opens at nine. It closes at five.", "Ask the porter.", "Dogs"):
        assert words in shown
    assert "<b>From the text, s 0-23</b> (utter_hours)" in shown
    assert "<b>Safety line, not from the text</b> (utter_beware)" in shown
    assert 'class="said seed"' in shown
    assert 'class="said safety"' in shown


def test_it_loads_nothing(page):
    """The page stands alone: no address, no script, no style from elsewhere."""
    shown = page(journal_of(GUTFAQ))
    for word in ("http", "<script", "<link", "<img", "@import", "url("):
        assert word not in shown


def test_text_is_text(page):
    """Nothing that was typed or said becomes mark-up."""
    evil = "<script>alert(1)</script>"
    table = {evil: GUTFAQ["hours"] | {"said": [said("utter_hours", evil)]}}
    shown = page(journal_of(table, evil))
    assert "<script>" not in shown
    assert shown.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 3
    assert "asks &lt;when&gt;" in shown


def test_what_failed(page):
    """A conversation that did not go as scripted is marked, with what was expected and said."""
    shown = page(journal_of(GUTFAQ, expected=("answers", ["dogs"])))
    assert "1 conversation, 1 not as scripted" in shown
    assert "line 5, answers: expected answer utter_dogs; got answer utter_hours" in shown


def test_every_line_once(page):
    """Before the conversations stands every line once, with the number of its conversations."""
    twice = journal_of(GUTFAQ)
    twice.entries *= 2
    lines = page(twice).partition('id="lines"')[2].partition("<h2")[0]
    assert lines.startswith(">2 lines</h2>")
    assert lines.count("Ask the porter.") == 1
    assert "in 2 conversations" in lines


def test_what_was_not_reached(page):
    """The page lists what no conversation reached."""
    assert "1 answers not reached" in page(journal_of(GUTFAQ))


def test_the_code_of_a_conversation():
    """A conversation's code stays as long as its words do, and changes when one changes."""
    other = {"hours": GUTFAQ["hours"] | {"said": [said("utter_hours", "The gate opens at ten.")]}}
    codes = [words_of(journal_of(table).entries[0]) for table in (GUTFAQ, GUTFAQ, other)]
    assert codes[0] == codes[1] != codes[2]


def test_what_a_door_hides_is_not_missed():
    """Through a door that shows no events, rules and stories are neither reached nor missed."""
    journal = journal_of(GUTFAQ)
    journal.totals["rules"] = ["opening hours"]
    assert "0 of 1 rules" in journal.coverage()
    journal.entries[0]["sees_events"] = False
    assert "rules" not in journal.coverage()
    assert journal.missed("rules") == []
