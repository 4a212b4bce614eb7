"""`gutfaq ask` tells how an answer came about."""

from __future__ import annotations

import asyncio

import pytest

from gutfaq.explain import explain, limits_in_use
from gutfaq.reply import Turn

pytestmark = pytest.mark.model


@pytest.fixture
def told(assistant, loop, capsys):
    """Return a function that asks and returns what is told of it."""

    def asked(text):
        async def both():
            reply = await assistant.ask(Turn("explained", text=text))
            await explain(assistant, "explained", reply)
            await assistant.gate.forget("explained")

        loop.run_until_complete(asyncio.wait_for(both(), 30))
        return capsys.readouterr().out

    return asked


@pytest.mark.parametrize(
    "line",
    [
        "ask_progression",
        "Limits   answer",
        "Rule     how it progresses",
        "action_answer  (by RulePolicy)",
        "seeds/leaky_gut.txt line 5: Leaky gut usually begins",
        "utter_not_medical_advice  (safety voice)",
    ],
)
def test_each_step_is_told(told, line):
    """Intent, limits, rule, action, the seed's line and the notice are all there."""
    assert line in told("does it get worse over time?")


def test_a_story_is_told(told):
    """What depends on the conversation names its story in place of a rule."""
    text = told("next")
    assert "Story    next, but not in a tour" in text
    assert "Rule" not in text


def test_limits_come_from_the_configuration(monkeypatch, tmp_path):
    """A limit that config.yml sets is told instead of the default."""
    (tmp_path / "config.yml").write_text("pipeline:\n- {name: x, answer: 0.7}\n")
    monkeypatch.setattr("gutfaq.explain.here", lambda: type("P", (), {"root": tmp_path}))
    assert limits_in_use()["answer"] == 0.7
