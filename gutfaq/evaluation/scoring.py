"""One reply against what was expected of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Outcome = Literal["right", "wrong", "imprecise", "refused", "free"]
Expect = Mapping[str, Any]
Json = Mapping[str, Any]

_ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Score:
    """An outcome and why.

    `wrong`: an answer where none is right, not the sentence that is, or what must never be said.
    `imprecise`: the right sentence with an unrelated one. `refused`: no answer where one is right.
    """

    outcome: Outcome
    why: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a reply, or the part of it that goes to one question, says."""

    verdicts: tuple[str, ...]
    sentences: frozenset[str]
    texts: tuple[str, ...] = ()
    error: str | None = None


def hear(reply: Json) -> Heard:
    """Return what the whole reply says."""
    said = list(reply.get("said") or ())
    return Heard(
        tuple(reply.get("verdict") or ()),
        _sentences(said),
        tuple(str(one.get("text") or "") for one in said),
        reply.get("error"),
    )


def score(expect: Expect, reply: Json, leaning: Mapping[str, Sequence[str]]) -> Score:
    """Return how a reply does.

    Args:
        expect: The turn's `expect`; see tests/eval/README.md.
        reply: As `gutfaq ask --jsonl` writes it.
        leaning: For a sentence that leans on earlier ones, these; they may be said with it.
    """
    if expect.get("free"):
        return Score("free")
    heard = hear(reply)
    forbidden = _forbidden(expect, heard)
    if forbidden:
        return forbidden
    if expect.get("parts"):
        return _score_parts(expect["parts"], reply, heard, leaning)
    return _score_one(expect, heard, leaning)


def _forbidden(expect: Expect, heard: Heard) -> Score | None:
    if heard.error and (expect.get("no_error") or expect.get("verdicts")):
        return Score("wrong", f"error: {heard.error}")
    never = set(expect.get("never") or ()) & set(heard.verdicts)
    if never:
        return Score("wrong", f"verdict {', '.join(sorted(never))} must not appear")
    for string in expect.get("never_said") or ():
        if any(string.lower() in text.lower() for text in heard.texts):
            return Score("wrong", f"says {string!r}")
    return None


def _score_one(expect: Expect, heard: Heard, leaning: Mapping[str, Sequence[str]]) -> Score:
    wanted = set(expect.get("verdicts") or ())
    answers = _ANSWER in heard.verdicts
    if wanted and answers and _ANSWER not in wanted:
        extra = heard.sentences - set(expect.get("tolerable") or ())
        return Score("wrong", f"answers: {_short(extra)}") if extra else Score("right")
    needed = "any" in expect or "all" in expect
    if not answers and (needed or wanted == {_ANSWER}):
        kind: Outcome = "refused" if _ANSWER in wanted or needed else "wrong"
        return Score(kind, f"verdict {', '.join(heard.verdicts) or 'none'}")
    if wanted and not wanted & set(heard.verdicts):
        return Score("wrong", f"verdict {', '.join(heard.verdicts) or 'none'}")
    return _score_sentences(expect, heard, leaning) if answers else Score("right")


def _score_sentences(expect: Expect, heard: Heard, leaning: Mapping[str, Sequence[str]]) -> Score:
    any_of = set(expect.get("any") or expect.get("any_if_answer") or ())
    all_of = set(expect.get("all") or expect.get("all_if_answer") or ())
    if not any_of and not all_of:
        return Score("right")
    if any_of and not any_of & heard.sentences:
        return Score("wrong", f"answers with: {_short(heard.sentences)}")
    if not all_of <= heard.sentences:
        return Score("wrong", f"leaves out: {_short(all_of - heard.sentences)}")
    fine = any_of | all_of | set(expect.get("also_ok") or ()) | set(expect.get("tolerable") or ())
    for sentence in heard.sentences:
        fine |= set(leaning.get(sentence, ()))
    extra = heard.sentences - fine
    return Score("imprecise", f"says besides: {_short(extra)}") if extra else Score("right")


def _score_parts(
    expects: Sequence[Expect], reply: Json, heard: Heard, leaning: Mapping[str, Sequence[str]]
) -> Score:
    parts = [_hear_part(part, reply) for part in reply.get("parts") or ()]
    if len(parts) != len(expects):
        merged = len(parts) == 1 and all(set(e.get("verdicts") or ()) == {_ANSWER} for e in expects)
        if not merged:
            return Score("wrong", f"{len(parts)} questions heard, {len(expects)} asked")
        wanted = {s for e in expects for key in ("any", "all", "also_ok") for s in e.get(key) or ()}
        parts = [heard for _ in expects]
        expects = [{**expect, "also_ok": sorted(wanted)} for expect in expects]
    pairs = zip(expects, parts, strict=True)
    scores = [_score_one(expect, part, leaning) for expect, part in pairs]
    for number, found in enumerate(scores, start=1):
        if found.outcome != "right":
            return Score(found.outcome, f"question {number}: {found.why}")
    return Score("right")


def _hear_part(part: Json, reply: Json) -> Heard:
    said = [reply["said"][index] for index in part.get("said") or ()]
    return Heard((str(part["verdict"]),), _sentences(said))


def _sentences(said: Sequence[Json]) -> frozenset[str]:
    return frozenset(
        str(sentence["text"]) for one in said for sentence in one.get("sentences") or ()
    )


def _short(sentences: set[str] | frozenset[str]) -> str:
    return " / ".join(" ".join(sentence.split()[:5]) + " ..." for sentence in sorted(sentences))
