"""The report: one page of HTML that needs nothing else, and the same as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from gutfaq.evaluation.summary import OUTCOMES, share

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; color: #1d2433 }
table { border-collapse: collapse; margin: 0 0 2rem } caption { text-align: left; font-weight: 600 }
td, th { padding: .15rem .6rem; border-bottom: 1px solid #dde; text-align: right }
td:first-child, th:first-child, td.words { text-align: left }
.bar { display: flex; height: .9rem; width: 16rem; background: #eee }
.right { background: #3a7d5c } .refused { background: #c9a227 }
.imprecise { background: #d9822b } .wrong { background: #b3261e }
.heat { color: #fff } @media (prefers-color-scheme: dark) { body { background: #fff } }
"""


def write_report(directory: Path, summary: Mapping[str, Any]) -> None:
    """Write `report.html` and `report.json` into the directory, made if it is missing."""
    directory.mkdir(parents=True, exist_ok=True)
    plain = json.dumps(summary, indent=1, ensure_ascii=False)
    (directory / "report.json").write_text(plain + "\n", encoding="utf-8")
    (directory / "report.html").write_text(as_html(summary), encoding="utf-8")


def as_html(summary: Mapping[str, Any]) -> str:
    """Return the page; every text in it is escaped."""
    body = [
        _counts("By set", summary["sets"]),
        _counts("By set, without wordings that are training examples too", summary["unseen"]),
        _loss(summary["loss"]),
        _rivals(summary.get("rivals") or {}),
        _counts("By kind", summary["kinds"]),
        _confidence(summary["confidence"]),
        _misses(summary["misses"]),
        _confusion(summary["confusion"]),
    ]
    head = "<!doctype html><html lang=en><meta charset=utf-8><title>How well it understands</title>"
    return f"{head}<style>{_STYLE}</style><h1>How well it understands</h1>{''.join(body)}</html>"


def _counts(caption: str, counts: Mapping[str, Mapping[str, int]]) -> str:
    rows = []
    for name, found in counts.items():
        bar = "".join(
            f'<span class={outcome} style="width:{share(dict(found), outcome):.1f}%"></span>'
            for outcome in OUTCOMES
        )
        cells = "".join(f"<td>{found[outcome]}</td>" for outcome in OUTCOMES)
        rows.append(
            f"<tr><td>{escape(name)}</td><td>{found['turns']}</td>{cells}"
            f"<td>{share(dict(found)):.1f} %</td><td><div class=bar>{bar}</div></td></tr>"
        )
    return _table(caption, ["", "turns", *OUTCOMES, "right", ""], rows)


def _loss(loss: Mapping[str, Mapping[str, float]]) -> str:
    rows = [
        f"<tr><td>{escape(kind)}</td><td>{found['turns']}</td><td>{found['clean']:.1f} %</td>"
        f"<td>{found['disturbed']:.1f} %</td>"
        f"<td>{found['clean'] - found['disturbed']:+.1f}</td></tr>"
        for kind, found in loss.items()
    ]
    return _table("Disturbed questions", ["", "turns", "clean", "disturbed", "loss"], rows)


def _rivals(rivals: Mapping[str, Mapping[str, Any]]) -> str:
    sets = sorted({name for found in rivals.values() for name in found})
    rows = []
    for rival, found in rivals.items():
        cells = "".join(
            f"<td>{share(dict(found[name])):.1f} %</td>" if name in found else "<td></td>"
            for name in sets
        )
        rows.append(f"<tr><td>{escape(rival)}</td>{cells}</tr>")
    return _table("Beside others: right", ["", *sets], rows) if rows else ""


def _confidence(bins: Mapping[str, list[int]]) -> str:
    heads = ["", *(f"{tenth / 10:.1f}" for tenth in range(10))]
    rows = [
        f"<tr><td>{escape(name)}</td>{''.join(f'<td>{count}</td>' for count in counts)}</tr>"
        for name, counts in bins.items()
    ]
    return _table("Confidence, from", heads, rows)


def _misses(misses: list[Mapping[str, Any]]) -> str:
    rows = []
    for miss in misses:
        sure = "" if miss["confidence"] is None else f"{miss['confidence']:.2f}"
        words = [miss["case_id"], miss["outcome"], miss["text"], miss["intent"] or "", miss["why"]]
        cells = "".join(f"<td class=words>{escape(str(word))}</td>" for word in words)
        rows.append(f"<tr>{cells}<td>{sure}</td></tr>")
    return _table("Worst misses", ["case", "outcome", "text", "intent", "why", "sure"], rows)


def _confusion(confusion: Mapping[str, Mapping[str, int]]) -> str:
    rows = []
    for kind, intents in confusion.items():
        total = sum(intents.values())
        cells = " ".join(
            f'<span class=heat style="background:hsl(220 60% {75 - 45 * n / total:.0f}%)">'
            f"&nbsp;{escape(intent)} {n}&nbsp;</span>"
            for intent, n in list(intents.items())[:8]
        )
        rows.append(f"<tr><td>{escape(kind)}</td><td class=words>{cells}</td></tr>")
    return _table("What was taken for what", ["kind", "intents"], rows)


def _table(caption: str, heads: list[str], rows: list[str]) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in heads)
    return f"<table><caption>{escape(caption)}</caption><tr>{head}</tr>{''.join(rows)}</table>"
