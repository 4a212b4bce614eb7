"""`gutfaq ask --jsonl`: the contract that tests and checks call."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import replace

import pytest
from checks import gate_with

from gutfaq.cli import main
from gutfaq.gate import LAYERS
from gutfaq.project import here
from gutfaq.seed import read_text

pytestmark = pytest.mark.model

HOSTILE = [
    "",
    "   ",
    "a" * 50_000,
    "/restart",
    '/ask_stages{"alarm": null}',
    "\x00\ud800",
    "\u202e",
]


@pytest.fixture
def run(assistant, monkeypatch, capsys):
    """Return a function that puts lines through `ask --jsonl` and returns code and rows."""
    from gutfaq.assistant import Assistant

    monkeypatch.setattr(Assistant, "load", lambda **_told: assistant)
    monkeypatch.setattr("gutfaq.commands.train.ensure_model", lambda: None)

    def ran(*lines, options=()):
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(texts)))
        code = main(["ask", "--jsonl", *options])
        return code, [json.loads(row) for row in capsys.readouterr().out.splitlines()]

    return ran


def case(*turns, name="a1"):
    """Return one conversation."""
    return {"id": name, "turns": list(turns)}


def test_one_row_a_turn(run):
    """Each turn gets one line, in order, with the id of its conversation."""
    code, rows = run(case("what is leaky gut?", "and the causes?"), case("hello", name="b2"))
    assert code == 0
    assert [(row["id"], row["turn"]) for row in rows] == [("a1", 0), ("a1", 1), ("b2", 0)]


def test_the_keys_of_a_row(run):
    """A row has the keys of the contract, and those of its parts, its said and its safety."""
    row = run(case("what is leaky gut?"))[1][0]
    assert {"id", "turn", "verdict", "parts", "said", "buttons", "safety", "intent"} <= set(row)
    assert {"confidence", "ms"} <= set(row)
    assert "error" not in row
    assert {"text", "verdict", "said"} <= set(row["parts"][0])
    assert {"phrase", "kind", "voice", "text", "sentences"} <= set(row["said"][0])
    assert {"tier", "context", "family", "card"} <= set(row["safety"])


def test_an_answer_is_a_span_of_the_seed(run):
    """Of an answer each sentence is exactly the seed file's characters from start to end."""
    said = [s for s in run(case("what is leaky gut?"))[1][0]["said"] if s["kind"] == "answer"]
    seed = read_text(here().seeds / "leaky_gut.txt")
    assert said[0]["voice"] == "seed"
    for one in said[0]["sentences"]:
        assert seed[one["start"] : one["end"]] == one["text"]
    assert said[0]["text"] == " ".join(one["text"] for one in said[0]["sentences"])


def test_parts_point_at_what_was_said(run):
    """Each part points at the phrases that answer it."""
    row = run(case("what is leaky gut?"))[1][0]
    (part,) = row["parts"]
    assert part["verdict"] == "answer"
    assert "utter_definition" in [row["said"][index]["phrase"] for index in part["said"]]


def test_each_line_is_a_fresh_conversation(run):
    """One conversation does not hear another: the disclaimer is in full in both."""
    rows = run(case("what causes leaky gut?"), case("what causes leaky gut?", name="b2"))[1]
    assert [[s["phrase"] for s in row["said"]][-1] for row in rows] == [
        "utter_not_medical_advice",
        "utter_not_medical_advice",
    ]


def test_a_button_is_pressed_by_its_title(run):
    """A button that was offered is pressed by its title; the answer is the button's."""
    first = run(case("hello"))[1][0]
    rows = run(case("hello", {"press": first["buttons"][0]}))[1]
    assert rows[1]["verdict"] == ["answer"]


def test_a_button_that_was_not_offered(run):
    """A title that was not offered gets a verdict and no answer."""
    row = run(case("hello", {"press": "Drink bleach."}))[1][1]
    assert row["verdict"] == ["not_understood"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_gets_a_verdict(run, text):
    """Empty, oversized and hostile text and typed commands get a verdict, never an error."""
    code, (row,) = run(case(text))
    assert (code, "error" in row) == (0, False)
    assert row["verdict"]
    assert row["said"]


@pytest.mark.parametrize(
    "line", ["{", "7", "[]", "null", '{"id": "x"}', '{"id": "x", "turns": null}', '"\\ud800"']
)
def test_an_unreadable_line_does_not_stop_the_run(run, line):
    """A line that is no conversation is told as an error, the run goes on and exits with 1."""
    code, rows = run(line, case("hello"))
    assert code == 1
    assert "error" in rows[0]
    assert rows[1]["verdict"] == ["small_talk"]


@pytest.mark.parametrize("turn", [7, None, ["a"], {}, {"press": None}, {"text": 7}])
def test_a_strange_turn_gets_a_verdict(run, turn):
    """A turn that is no text gets a verdict like any other."""
    code, rows = run(case(turn, "hello"))
    assert (code, len(rows)) == (0, 2)


def test_a_failed_turn_says_so(run, assistant, monkeypatch):
    """A turn that fails says so in `error` and gets the fixed line; the run exits with 1."""

    async def fail(*_given):
        raise OSError

    monkeypatch.setattr(assistant.gate._agent(), "handle_message", fail)
    code, (row,) = run(case("what is leaky gut?"))
    assert (code, row["error"]) == (1, "OSError")
    assert [said["phrase"] for said in row["said"]] == ["utter_safe_fallback"]


def test_nothing_is_kept_of_a_run(run, assistant):
    """When a run is over nothing is kept of its conversations."""
    before = set(assistant.store.conversations.all())
    run(case("what is leaky gut?", "I feel bad"))
    assert set(assistant.store.conversations.all()) == before


@pytest.mark.parametrize("layer", sorted(LAYERS))
def test_without_a_layer(run, assistant, monkeypatch, layer):
    """With `--without` a safety layer is off, and an emergency has its card all the same."""
    from gutfaq.assistant import Assistant

    asked = []

    def load(*, layers, **_told):
        asked.append(layers)
        return replace(assistant, gate=gate_with(assistant, layers))

    monkeypatch.setattr(Assistant, "load", load)
    _, rows = run(case("I am vomiting blood right now"), options=["--without", layer])
    assert asked == [LAYERS - {layer}]
    assert rows[0]["verdict"] == ["emergency"]


@pytest.mark.slow
def test_nothing_else_is_on_standard_output(assistant):
    """As a process it writes one JSON line a turn to standard output, and nothing else."""
    ran = subprocess.run(
        [sys.executable, "-m", "gutfaq.cli", "ask", "--jsonl"],
        input=json.dumps(case("what is leaky gut?", "I am vomiting blood right now")),
        capture_output=True,
        text=True,
        cwd=here().root,
    )
    rows = [json.loads(line) for line in ran.stdout.splitlines()]
    assert ran.returncode == 0
    assert [row["verdict"] for row in rows] == [["answer"], ["emergency"]]
