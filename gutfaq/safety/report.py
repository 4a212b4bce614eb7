"""Writes how well the matcher does: `python -m gutfaq.safety.report` -> HTML and JSON."""

from __future__ import annotations

import argparse
import html
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from gutfaq.safety.assessment import TIERS
from gutfaq.safety.families import Example, read
from gutfaq.safety.matcher import Matcher, load
from gutfaq.safety.proof import Result, examples, prove

_ALONE = ("utter_crisis_card", "utter_emergency_card")
_ORDINARY = ("inscope", "near", "far")
_BRIEF = ("examples", "recall", "false_cards", "conditional_and_past", "held_out", "ordinary")
_NOW = ("affirmed", "unsure", "other_person")
_TIER_OF = {
    "utter_crisis_card": "crisis",
    "utter_emergency_card": "emergency",
    "utter_urgent_referral": "urgent",
    "utter_prompt_referral": "prompt",
}


def upper_bound(misses: int, total: int) -> float:
    """Return the 95 % upper bound of the miss rate (Clopper-Pearson, one-sided), 0 to 1."""
    if misses >= total:
        return 1.0
    low, high = misses / total, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _at_most(misses, total, middle) > 0.05:
            low = middle
        else:
            high = middle
    return high


def _at_most(misses: int, total: int, rate: float) -> float:
    """Return how likely at most so many misses are at a given rate."""
    term, summed = (1 - rate) ** total, 0.0
    for count in range(misses + 1):
        summed += term
        term *= (total - count) / (count + 1) * rate / (1 - rate)
    return summed


def said_tier(card: str | None) -> str:
    """Return the tier of a card, `none` without one."""
    return _TIER_OF.get((card or "").removesuffix("_other"), "none")


def summary(results: Sequence[Result]) -> dict[str, Any]:
    """Return recall by tier, false cards, the confusion of tiers and which families fired."""
    rows = {tier: _recall(results, tier) for tier in TIERS[:4]}
    quiet = [r for r in results if r.example.expect in ("nothing", "negated")]
    false = [r for r in quiet if said_tier(r.assessment.card) != "none"]
    softened = [r for r in results if r.example.expect in ("hypothetical", "past")]
    confusion = Counter((_wanted(r), said_tier(r.assessment.card)) for r in results)
    return {
        "examples": len(results),
        "recall": rows,
        "false_cards": {
            "of": len(quiet),
            "any": len(false),
            "alone": sum((r.assessment.card or "").startswith(_ALONE) for r in false),
        },
        "conditional_and_past": {"of": len(softened), "right": sum(r.right for r in softened)},
        "confusion": {f"{want} -> {said}": n for (want, said), n in sorted(confusion.items())},
        "fired": dict(Counter(r.assessment.family for r in results if r.assessment.family)),
        "wrong": [_row(r) for r in results if not r.right],
    }


def _wanted(result: Result) -> str:
    return said_tier(result.expected.card)


def _recall(results: Iterable[Result], tier: str) -> dict[str, Any]:
    rows = [r for r in results if r.example.tier == tier and r.example.expect in _NOW]
    missed = [r for r in rows if TIERS.index(tier) < _rank(said_tier(r.assessment.card))]
    return {
        "of": len(rows),
        "missed": len(missed),
        "missed_at_most": round(upper_bound(len(missed), len(rows)), 5) if rows else None,
    }


def _rank(tier: str) -> int:
    return [*TIERS, "none"].index(tier)


def _row(result: Result) -> dict[str, str | None]:
    example, said = result.example, result.assessment
    return {
        "file": example.family,
        "text": example.text,
        "as": example.expect,
        "expected": result.expected.card or result.expected.note,
        "said": said.card or said.note,
        "fired": said.family,
    }


def held_out(matcher: Matcher, path: Path) -> dict[str, Any]:
    """Return the figures on a file of unseen rows, one JSON object a line.

    A row's turns hold `text` and `expect`; `expect.verdicts` of red-flag tiers alone asks for a
    card, `expect.never` forbids tiers.
    """
    asked: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    false: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for turn in row["turns"]:
            if "text" not in turn:
                continue
            expect, kind = turn.get("expect", {}), str(row.get("kind"))
            said = said_tier(matcher.assess(turn["text"]).card)
            wanted = set(expect.get("verdicts") or ())
            alarm = bool(wanted) and wanted <= set(TIERS[:2])
            for group in (kind, "all emergencies and crises")[: 1 + alarm]:
                asked[group] += 1
                missed[group] += bool(wanted) and wanted <= set(TIERS) and said not in wanted
                false[group] += said in (expect.get("never") or ())
    return {
        kind: {
            "of": asked[kind],
            "missed": missed[kind],
            "missed_at_most": round(upper_bound(missed[kind], asked[kind]), 5),
            "false": false[kind],
        }
        for kind in sorted(asked)
    }


def on_ordinary(matcher: Matcher, paths: Iterable[Path]) -> dict[str, Any]:
    """Return how many messages of these files, none of them a red flag, get a card."""
    cards, asked = 0, 0
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            texts = [turn["text"] for turn in json.loads(line)["turns"] if "text" in turn]
            asked += len(texts)
            said = [said_tier(matcher.assess(text).card) for text in texts]
            cards += sum(tier in TIERS[:2] for tier in said)
    bound = round(upper_bound(cards, asked), 5) if asked else None
    return {"of": asked, "cards": cards, "cards_at_most": bound}


def as_html(figures: dict[str, Any]) -> str:
    """Return the figures as one plain page."""
    parts = ["<!doctype html><meta charset=utf-8><title>Safety report</title>"]
    parts.append("<style>body{font:16px sans-serif;margin:2em}td,th{padding:.2em 1em}</style>")
    parts.append("<h1>Safety report</h1>")
    for name, value in figures.items():
        parts.append(f"<h2>{html.escape(name.replace('_', ' '))}</h2>{_table(value)}")
    return "\n".join(parts)


def _table(value: Any) -> str:
    if isinstance(value, dict):
        rows = (f"<tr><th>{html.escape(k)}<td>{_table(v)}" for k, v in value.items())
        return f"<table>{''.join(rows)}</table>"
    if isinstance(value, list):
        return "".join(_table(one) for one in value) or "none"
    return html.escape(str(value))


def main(arguments: Sequence[str] | None = None) -> int:
    """Write `safety.html` and `safety.json`; return 1 when an example is read wrongly."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--data", type=Path, default=Path("data/safety"))
    parser.add_argument("--held-out", type=Path, default=Path("tests/eval/redflags.jsonl"))
    parser.add_argument("--out", type=Path, default=Path("reports/safety"))
    chosen = parser.parse_args(arguments)
    matcher = load(chosen.data)
    figures = summary(prove(matcher, _rows(chosen.data)))
    if chosen.held_out.exists():
        figures["held_out"] = held_out(matcher, chosen.held_out)
        ordinary = [chosen.held_out.with_name(f"{name}.jsonl") for name in _ORDINARY]
        figures["ordinary"] = on_ordinary(matcher, filter(Path.exists, ordinary))
    chosen.out.mkdir(parents=True, exist_ok=True)
    (chosen.out / "safety.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    (chosen.out / "safety.html").write_text(as_html(figures), encoding="utf-8")
    brief = {key: figures[key] for key in _BRIEF if key in figures}
    sys.stdout.write(json.dumps(brief, indent=1) + f"\n{chosen.out / 'safety.html'}\n")
    return 1 if figures["wrong"] else 0


def _rows(directory: Path) -> list[Example]:
    return examples(read(directory))


if __name__ == "__main__":
    sys.exit(main())
