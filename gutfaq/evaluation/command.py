"""The command line of the evaluation."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from gutfaq.errors import Refused
from gutfaq.evaluation.cases import Case, read_cases
from gutfaq.evaluation.leaks import Overlap, overlaps
from gutfaq.evaluation.report import write_report
from gutfaq.evaluation.running import Ask, Result, run
from gutfaq.evaluation.summary import OUTCOMES, share, summarise
from gutfaq.project import here
from gutfaq.quiet import be_quiet


def main(arguments: Sequence[str] | None = None) -> int:
    """Score the cases; exit 1 when one of them is a training example, 2 when nothing can run."""
    be_quiet()
    options = _options(arguments)
    try:
        return _evaluate(options)
    except Refused as refusal:
        Console(stderr=True).print(f"gutfaq.evaluation: {refusal}", highlight=False)
        return 2


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m gutfaq.evaluation", description=__doc__)
    parser.add_argument("--cases", type=Path, required=True, help="folder of *.jsonl")
    parser.add_argument("--report", type=Path, help="folder for report.html and report.json")
    parser.add_argument("--set", action="append", default=[], help="this set only; repeatable")
    parser.add_argument("--compare", action="store_true", help="beside other ways to understand")
    parser.add_argument("--stock", type=int, metavar="EPOCHS", help="beside Rasa's DIET as well")
    parser.add_argument("--cost", action="store_true", help="beside the embedding model alone")
    parser.add_argument("--table", type=Path, help="page whose table of figures is renewed")
    return parser.parse_args(arguments)


def _evaluate(options: argparse.Namespace) -> int:
    from gutfaq.evaluation.assistant import (
        ask_assistant,
        leaning_sentences,
        quoted_sentences,
        training_examples,
    )

    console = Console(highlight=False)
    cases = read_cases(options.cases, options.set)
    labelled, leaning = training_examples(), leaning_sentences()
    shared = overlaps(cases, [text for text, _ in labelled])
    results = asyncio.run(_run(cases, ask_assistant(), leaning, console))
    summary = summarise(results, [overlap.case_id for overlap in shared])
    if options.compare or options.stock:
        from gutfaq.evaluation.compare import SETS, rivals

        stock = (here().data, options.stock) if options.stock else None
        others = rivals(cases, labelled, quoted_sentences(), leaning, stock=stock)
        ours = {name: counts for name, counts in summary["sets"].items() if name in SETS}
        summary["rivals"] = {"this assistant": ours, **others}
    if options.cost:
        summary["cost"] = _cost([case.texts[0] for case in cases if case.set == "inscope"])
    _print(console, summary)
    if options.report:
        write_report(options.report, summary)
        console.print(f"Report: {options.report / 'report.html'}")
    if options.table:
        from gutfaq.evaluation.page import renew

        renew(options.table, summary)
    return _leaked(console, shared)


async def _run(cases: list[Case], ask: Ask, leaning: Any, console: Console) -> list[Result]:
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Asking", total=len(cases))
        return await run(
            cases, ask, leaning, done=lambda count: progress.update(task, completed=count)
        )


def _cost(texts: list[str]) -> dict[str, float]:
    from rasa.model import get_latest_model

    from gutfaq.evaluation.cost import measure, trained_reader

    return measure(trained_reader(Path(str(get_latest_model(str(here().models))))), texts)


def _print(console: Console, summary: dict[str, Any]) -> None:
    for name, counts in summary["sets"].items():
        shown = "  ".join(f"{outcome} {counts[outcome]}" for outcome in OUTCOMES)
        unseen = summary["unseen"].get(name)
        rest = f"   unseen only {share(unseen):.1f} %" if unseen else ""
        console.print(
            f"{name:12}{share(counts):6.1f} % right of {counts['turns']:4}   {shown}{rest}"
        )
    for kind, found in summary["loss"].items():
        lost = found["clean"] - found["disturbed"]
        console.print(f"{'  ' + kind:24} loses {lost:.1f} points ({found['turns']} turns)")
    if summary["ms"]:
        console.print(
            f"{summary['ms']['median']:.1f} ms a turn, 95 % {summary['ms']['p95']:.1f} ms"
        )
    if "cost" in summary:
        _print_cost(console, summary["cost"])


def _print_cost(console: Console, cost: dict[str, float]) -> None:
    console.print(
        f"Reading takes {cost['read_ms']:.1f} ms of one core, the embedding model alone "
        f"{cost['embedding_ms']:.1f} ms: {cost['ratio']:.2f} times."
    )


def _leaked(console: Console, shared: list[Overlap]) -> int:
    leaks = [overlap for overlap in shared if overlap.leak]
    console.print(
        f"{len(shared) - len(leaks)} short wordings are training examples by coincidence."
    )
    for leak in leaks:
        console.print(
            f"[bold]Leak[/] {leak.case_id}: {leak.text!r} is trained on: {leak.example!r}"
        )
    if leaks:
        console.print("Reword these cases, or take the examples out of data/, and run it again.")
    return 1 if leaks else 0
