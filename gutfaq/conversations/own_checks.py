"""Holds a turn against this project's own assertions: answers, notices, verdicts, quotes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gutfaq.conversations.checks import CHECKS
from gutfaq.conversations.holding import Check, Mismatch, Turned
from gutfaq.conversations.script import Expectation

Reply = Mapping[str, Any]


def answers(names: list[str], turned: Turned) -> int | None:
    """Exactly these answers were said, in this order; [] means none."""
    return _said("answer", "answers", names, turned, exactly=True)


def notice(names: list[str], turned: Turned) -> int | None:
    """These notices were said, whatever else was."""
    return _said("notice", "notice", names, turned, exactly=False)


def verdict(expected: list[str], turned: Turned) -> int | None:
    """The message got exactly these verdicts, one a question, in order."""
    got = list(_reply(turned, "verdict")["verdict"])
    if got != expected:
        raise Mismatch(
            [f"verdict {each}" for each in expected], [f"verdict {each}" for each in got]
        )
    return None


def safety(expected: Mapping[str, str], turned: Turned) -> int | None:
    """The safety layers made this of the message; `none` stands for nothing."""
    got = _reply(turned, "safety")["safety"]
    wanted = {key: _safety_value(key, value) for key, value in expected.items()}
    wrong = [key for key, want in wanted.items() if want != _safety_value(key, got[key])]
    if wrong:
        raise Mismatch(
            [f"safety {key}: {wanted[key]}" for key in wrong],
            [f"safety {key}: {_safety_value(key, got[key])}" for key in wrong],
        )
    if got["card"]:
        turned.covered.add(got["card"])
    return None


def quotes(openings: list[str], turned: Turned) -> int | None:
    """The sentences that were quoted begin so: these, in this order; [] means none."""
    said = _reply(turned, "quotes")["said"]
    sentences = [each["text"] for phrase in said for each in phrase["sentences"]]
    holds = len(openings) == len(sentences) and all(map(str.startswith, sentences, openings))
    if not holds:
        got = [_shortened(text, openings) for text in sentences]
        raise Mismatch(openings or ["no quote"], got)
    return None


def buttons(titles: list[str], turned: Turned) -> int | None:
    """These buttons were offered, in this order, others between them or not; [] means none."""
    offered = [str(button["title"]) for button in turned.result.buttons]
    rest = iter(offered)
    if not titles and offered or not all(title in rest for title in titles):
        raise Mismatch(
            [f"button {title}" for title in titles] or ["no button"],
            [f"button {title}" for title in offered],
        )
    return None


def says_nothing_else(_true: bool, turned: Turned) -> int | None:
    """Everything that was said is named by another expectation of the step."""
    strange = [each for each in turned.result.utterances if not _covered(each, turned)]
    if strange:
        hint = "Name it in the step (`answers`, `notice`, `bot_uttered`), or mend what says it."
        got = [f"{each.name or 'a text without a name'}: {each.text}" for each in strange]
        raise Mismatch(["nothing beside what the step names"], got, hint)
    return None


def within_ms(limit: float, turned: Turned) -> int | None:
    """The turn took no longer than this, in milliseconds."""
    if turned.result.ms > limit:
        raise Mismatch([f"within {limit:g} ms"], [f"{turned.result.ms:.1f} ms"])
    return None


OWN_CHECKS: dict[str, Check] = {
    **CHECKS,
    "answers": answers,
    "notice": notice,
    "verdict": verdict,
    "safety": safety,
    "quotes": quotes,
    "buttons": buttons,
    "says_nothing_else": says_nothing_else,
    "within_ms": within_ms,
}
"""Every check by its assertion's key: Rasa Pro's and ours."""


def in_order(expectations: tuple[Expectation, ...]) -> list[Expectation]:
    """Return the expectations with `says_nothing_else` last, as it looks at all the others."""
    return sorted(expectations, key=lambda each: each.kind == "says_nothing_else")


def _said(kind: str, what: str, names: list[str], turned: Turned, *, exactly: bool) -> int | None:
    said = [each["phrase"] for each in _reply(turned, what)["said"] if each["kind"] == kind]
    wanted = [f"utter_{name.removeprefix('utter_')}" for name in names]
    holds = said == wanted if exactly else set(wanted) <= set(said)
    if not holds:
        expected = [f"{kind} {each}" for each in wanted] or [f"no {kind}"]
        raise Mismatch(expected, [f"{kind} {each}" for each in said])
    turned.covered.update(wanted)
    return None


def _reply(turned: Turned, what: str) -> Reply:
    if turned.result.reply is None:
        hint = "A Gut FAQ's replies carry it. Use `bot_uttered` or `utter` for another assistant."
        raise Mismatch([what], ["no reply that tells it"], hint)
    return turned.result.reply


def _safety_value(key: str, value: str | None) -> str:
    if value is None:
        return "none"
    return value.removeprefix("utter_") if key == "card" else value


def _covered(said: Any, turned: Turned) -> bool:
    return (said.name or said.text) in turned.covered


def _shortened(sentence: str, openings: list[str]) -> str:
    """Return the opening that the sentence has, or as much of it as one reads at a glance."""
    for opening in openings:
        if sentence.startswith(opening):
            return opening
    return sentence if len(sentence) <= 60 else sentence[:57] + "..."
