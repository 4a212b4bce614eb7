"""The table of figures in a page of the documentation, renewed from a run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gutfaq.errors import Refused
from gutfaq.evaluation.summary import OUTCOMES, share

BEGIN, END = "<!-- figures -->", "<!-- /figures -->"


class UnmarkedPage(Refused):
    """A page without the two marks between which the table stands."""


def renew(page: Path, summary: Mapping[str, Any]) -> None:
    """Write the table between the marks.

    Raises:
        UnmarkedPage: The page has no such marks.
    """
    text = page.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        raise UnmarkedPage(
            f"{page} has no place for the table. Put {BEGIN} and {END} on lines of their own, "
            "then run the evaluation again."
        )
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    page.write_text(f"{before}{BEGIN}\n{table(summary)}{END}{after}", encoding="utf-8")


def table(summary: Mapping[str, Any]) -> str:
    """Return the figures as Markdown."""
    rows = [_row("set", "turns", *OUTCOMES, "right %"), _row(*["---"] * 7)]
    for name, counts in summary["sets"].items():
        found = [counts[outcome] for outcome in OUTCOMES]
        rows.append(_row(name, counts["turns"], *found, f"{share(dict(counts)):.1f}"))
    rivals = summary.get("rivals") or {}
    if rivals:
        sets = sorted({name for found in rivals.values() for name in found})
        rows += ["", _row("right %", *sets), _row(*["---"] * (len(sets) + 1))]
        for rival, found in rivals.items():
            shares = [f"{share(dict(found[s])):.1f}" if s in found else "" for s in sets]
            rows.append(_row(rival, *shares))
    if "cost" in summary:
        cost = summary["cost"]
        rows += [
            "",
            f"Reading a question takes {cost['read_ms']:.1f} ms of one core, embedding it ",
        ]
        rows[-1] += f"{cost['embedding_ms']:.1f} ms: {cost['ratio']:.2f} times."
    return "\n".join(rows) + "\n"


def _row(*cells: object) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"
