"""A conversation that took place becomes a script that it passes."""

import asyncio
import json

import pytest
from conversations_fake import GUTFAQ, RASA, Fake, action, bot, slot, user

from gutfaq.conversations.grammar import read_script
from gutfaq.conversations.holding import Project
from gutfaq.conversations.record import main, write_script, write_tracker
from gutfaq.conversations.runner import play
from gutfaq.reply import Button, Reply, Turn, from_json


def played(script, table):
    """Return the playbacks of a script against a table of answers."""
    cases = read_script(script).cases
    return [asyncio.run(play(case, Fake(table), Project())) for case in cases]


def test_replies(tmp_path):
    """What was typed, and verdict, safety, answers, quotes and notices of each reply, are kept."""
    file = tmp_path / "new" / "talk.yml"
    turns = [(Turn("c", text), from_json(GUTFAQ[text])) for text in ("hours", "help")]
    write_script(file, turns)
    (case,) = read_script(file).cases
    assert case.name == "hours"
    assert {each.kind: each.value for each in case.steps[0].expectations} == {
        "verdict": ["answer"],
        "answers": ["hours"],
        "quotes": ["The gate opens at"],
        "notice": ["beware"],
        "says_nothing_else": True,
    }
    assert [each.failed for each in played(file, GUTFAQ)] == [None]


def test_what_changed_is_noticed(tmp_path):
    """The script fails against other words."""
    write_script(tmp_path / "talk.yml", [(Turn("c", "hours"), from_json(GUTFAQ["hours"]))])
    (playback,) = played(tmp_path / "talk.yml", {"hours": GUTFAQ["help"]})
    assert playback.failed


def test_a_press(tmp_path):
    """A pressed button is kept by its title."""
    before = Reply(("small_talk",), (), buttons=(Button("Hours", "/ask_hours"),))
    turns = [(Turn("c", "hi"), before), (Turn("c", press="/ask_hours"), before)]
    write_script(tmp_path / "talk.yml", turns)
    (case,) = read_script(tmp_path / "talk.yml").cases
    assert [(step.does, step.text) for step in case.steps] == [("user", "hi"), ("press", "Hours")]


@pytest.mark.parametrize("text", ["yes", "4", "", "  ", "a: b", "# no", "'; --", "é\n☃"])
def test_whatever_was_typed(tmp_path, text):
    """Whatever was typed comes back as it was typed."""
    write_script(tmp_path / "talk.yml", [(Turn("c", text), Reply(("control",), ()))])
    assert read_script(tmp_path / "talk.yml").cases[0].steps[0].text == text


def test_a_second_conversation(tmp_path):
    """A conversation is added to a script that is there, under a name that is free."""
    for _ in range(2):
        write_script(tmp_path / "a.yml", [(Turn("c", "hours"), from_json(GUTFAQ["hours"]))])
    names = [case.name for case in read_script(tmp_path / "a.yml").cases]
    assert names == ["hours", "hours (2)"]


def test_a_tracker(tmp_path):
    """A tracker of any Rasa project becomes a script of what was said, set and run."""
    events = [
        action("action_session_start"),
        *(user("hello"), *RASA["hello"]),
        *(user("book"), action("action_book"), slot("seats", 4), bot("For 4 (of 9)?")),
    ]
    write_tracker(tmp_path / "a.yml", events)
    table = {"hello": RASA["hello"], "book": tuple(events[-3:])}
    (playback,) = played(tmp_path / "a.yml", table)
    assert playback.failed is None
    assert len(playback.played) == 2


def test_a_tracker_from_a_file(tmp_path):
    """`python -m gutfaq.conversations.record` reads what Rasa's HTTP API gives of a tracker."""
    (tmp_path / "t.json").write_text(json.dumps({"events": [user("hello"), *RASA["hello"]]}))
    assert main([str(tmp_path / "t.json"), str(tmp_path / "s.yml")]) == 0
    assert read_script(tmp_path / "s.yml").cases[0].name == "hello"


def test_no_arguments(capsys):
    """Without its two files it says how it is called."""
    assert main([]) == 2
    assert "TRACKER.json SCRIPT.yml" in capsys.readouterr().err
