"""Tells a failed conversation so that a person who has not seen the script understands it."""

from __future__ import annotations

import difflib
import textwrap
from collections.abc import Iterator
from pathlib import Path

from gutfaq.conversations.plans import Plans
from gutfaq.conversations.runner import Held, Playback, Played
from gutfaq.conversations.script import Case, Step
from gutfaq.conversations.turn import TurnResult

_WIDTH = 100
_ACTS = {"user": "The person typed", "press": "The person pressed", "wait": "Time passed"}


def tell_failure(playback: Playback, plans: Plans, root: Path) -> str:
    """Return the story of the step that failed, several lines."""
    failed = playback.failed
    assert failed is not None
    return "\n".join(_failure(playback, failed, plans, root))


def tell_problems(case: Case, root: Path) -> str:
    """Return what makes a case unsound, one line each."""
    lines = [f"{where(case.path, each.line, root)}: {each.text}" for each in case.problems]
    return "\n".join([*lines, "Nothing was played. docs/conversations.md shows the format."])


def where(path: Path, line: int, root: Path) -> str:
    """Return `file:line`, the file as seen from the project's folder."""
    shown = path.relative_to(root) if path.is_relative_to(root) else path
    return f"{shown}:{line}"


def act(step: Step) -> str:
    """Return what the person did in a step, in words."""
    if step.does == "start":
        return "The conversation begins; nobody has typed anything."
    return f"{_ACTS[step.does]}: {step.text}"


def trace(result: TurnResult, plans: Plans) -> str:
    """Return how a turn came about: intent, confidence, policy, rule, actions, time."""
    intent, confidence = result.intent
    parts = []
    if intent is not None:
        parts.append(f"intent {intent}" + (f" ({confidence:.2f})" if confidence else ""))
    if result.policy:
        parts.append(result.policy)
    parts += [f"rule {rule!r}" for rule in plans.rules_of(result)[:1]]
    parts += [", ".join(result.actions)] if result.actions else []
    return "; ".join([*parts, f"{result.ms:.1f} ms"])


def _failure(playback: Playback, failed: Played, plans: Plans, root: Path) -> Iterator[str]:
    case, number = playback.case, playback.played.index(failed)
    yield f"{where(case.path, failed.step.line, root)}: {case.name}"
    yield f"Step {number + 1} of {len(case.steps)}. {act(failed.step)}"
    yield ""
    if failed.trouble:
        yield from _wrapped(failed.trouble, "  ")
        yield ""
    for held in failed.held:
        if held.mismatch is not None:
            yield from _mismatch(held)
    yield "  What was said:"
    yield from said_lines(failed.result, "    ")
    yield f"  How it came about: {trace(failed.result, plans)}"
    if number:
        yield "  The conversation before it:"
        for before in playback.played[:number]:
            yield f"    {act(before.step)}"
            yield from said_lines(before.result, "      ")


def _mismatch(held: Held) -> Iterator[str]:
    mismatch, expectation = held.mismatch, held.expectation
    assert mismatch is not None
    yield f"  Line {expectation.line} expects `{expectation.kind}`. Expected -, got +:"
    for line in difflib.ndiff(mismatch.expected or ["nothing"], mismatch.got or ["nothing"]):
        if not line.startswith("?"):
            yield from _wrapped(line.rstrip(), "    ", hang="      ")
    if mismatch.hint:
        yield from _wrapped(mismatch.hint, "    ")
    yield ""


def said_lines(result: TurnResult, indent: str) -> Iterator[str]:
    """Yield everything a turn said, its buttons too, wrapped and indented."""
    for said in result.utterances:
        name = f"{said.name}: " if said.name else ""
        yield from _wrapped(f"{name}{said.text}", indent, hang=indent + "  ")
    titles = [str(button["title"]) for button in result.buttons]
    if titles:
        yield from _wrapped("[" + "] [".join(titles) + "]", indent)
    if not result.utterances:
        yield f"{indent}nothing"


def _wrapped(text: str, indent: str, hang: str | None = None) -> list[str]:
    paragraphs = text.splitlines() or [""]
    hang = indent if hang is None else hang
    lines: list[str] = []
    for number, paragraph in enumerate(paragraphs):
        first = hang if number else indent
        lines += textwrap.wrap(
            paragraph, _WIDTH, initial_indent=first, subsequent_indent=hang, drop_whitespace=True
        ) or [""]
    return lines
