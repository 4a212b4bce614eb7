"""Writes every conversation of a run as one page that a health editor can read and approve."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from gutfaq.conversations.journal import Entry, Journal

_ACTS = {"user": "Person", "press": "Person presses", "wait": "Time passes", "start": "Start"}
_STYLE = """
:root { color-scheme: light dark; --line: #8884; --bad: #c0262d }
:root { --seed: #0a7d4b; --safety: #a35200 }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin: 0 }
article { border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 1.5rem 0 }
article.failed { border-color: var(--bad) }
.where, .trace, .voice, figcaption { font-size: .85rem; opacity: .75 }
.person { margin: 1rem 0 .5rem; font-weight: 600; white-space: pre-wrap; overflow-wrap: anywhere }
.said { margin: .25rem 0 .25rem 1.5rem; padding-left: .75rem; border-left: 3px solid var(--line) }
.said.seed { border-color: var(--seed) } .said.safety { border-color: var(--safety) }
.said p { margin: 0; white-space: pre-wrap }
.buttons span { border: 1px solid var(--line); border-radius: 1rem }
.buttons span { padding: 0 .6rem; margin-right: .3rem }
.buttons { margin-left: 1.5rem; font-size: .9rem }
.wrong { color: var(--bad); margin-left: 1.5rem; white-space: pre-wrap }
label { display: block; margin-top: .75rem; border-top: 1px solid var(--line); padding-top: .5rem }
@media print { article { break-inside: avoid } }
"""


def write(file: Path, journal: Journal) -> None:
    """Write the page; it stands alone and loads nothing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(_page(journal)), encoding="utf-8")


def words_of(entry: Entry) -> str:
    """Return a short code of everything that was said; it changes when a word does."""
    said = [
        (turn["text"], [each["text"] for each in turn["said"]], turn["buttons"])
        for turn in entry["turns"]
    ]
    return hashlib.sha256(repr(said).encode("utf-8")).hexdigest()[:10]


def _page(journal: Journal) -> Iterator[str]:
    failed = sum(each["failed"] for each in journal.entries)
    moment = datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
    yield '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>Conversations, {moment}</title><style>{_STYLE}</style></head><body>"
    yield f"<h1>{len(journal.entries)} conversations, {failed} not as scripted</h1>"
    yield f"<p>{moment}. {_text(journal.pace())}. Reached: {_text(journal.coverage() or '-')}.</p>"
    yield from _missed(journal)
    yield (
        "<p>What is quoted from the text has a green bar and its place; safety lines have an "
        "orange bar and are not from the text. The code of a conversation changes when any of its "
        "words does: note it beside your approval.</p>"
    )
    for entry in sorted(journal.entries, key=_place):
        yield from _conversation(entry)
    yield "</body></html>"


def _place(entry: Entry) -> tuple[str, int]:
    file, _, line = entry["where"].rpartition(":")
    return file, int(line)


def _missed(journal: Journal) -> Iterator[str]:
    for kind in journal.totals:
        names = journal.missed(kind)
        if names:
            listed = "".join(f"<li>{_text(name)}</li>" for name in names)
            yield f"<details><summary>{len(names)} {kind} not reached</summary><ul>{listed}</ul>"
            yield "</details>"


def _conversation(entry: Entry) -> Iterator[str]:
    code = words_of(entry)
    yield f'<article id="{code}" class="{"failed" if entry["failed"] else "passed"}">'
    state = "not as scripted" if entry["failed"] else "as scripted"
    yield f"<h2>{_text(entry['name'])}</h2>"
    yield f'<div class="where">{_text(entry["where"])}, {state}, code {code}</div>'
    for turn in entry["turns"]:
        yield from _turn(turn)
    yield f'<label><input type="checkbox"> read and approved, code {code}</label></article>'


def _turn(turn: Mapping[str, Any]) -> Iterator[str]:
    yield f'<div class="person">{_ACTS[turn["does"]]}: {_text(turn["text"])}</div>'
    for said in turn["said"]:
        yield from _said(said)
    if turn["buttons"]:
        titles = "".join(f"<span>{_text(title)}</span>" for title in turn["buttons"])
        yield f'<div class="buttons">{titles}</div>'
    yield f'<div class="said trace">{_text(_summary(turn))}</div>'
    if turn["trouble"]:
        yield f'<div class="wrong">{_text(turn["trouble"])}</div>'
    for held in turn["held"]:
        if held["failed"]:
            expected, got = " | ".join(held["expected"]), " | ".join(held["got"])
            line = f"line {held['line']}, {held['kind']}: expected {expected}; got {got}"
            yield f'<div class="wrong">{_text(line)}</div>'


def _said(said: Mapping[str, Any]) -> Iterator[str]:
    voice = said["voice"] or "assistant"
    yield f'<figure class="said {_text(voice)}"><p>{_text(said["text"])}</p>'
    places = [f"{each['seed']}, {each['start']}-{each['end']}" for each in said["sentences"]]
    name = said["name"] or "text without a name"
    caption = ", ".join([name, *(["from " + "; ".join(places)] if places else [])])
    yield f"<figcaption>{_text(caption)}</figcaption></figure>"


def _summary(turn: Mapping[str, Any]) -> str:
    verdict = ", ".join(turn["verdict"])
    tier = turn["safety"].get("tier")
    parts = [f"verdict {verdict}"] if verdict else []
    parts += [f"safety {tier}"] if tier else []
    return "; ".join([*parts, turn["trace"]])


def _text(words: Any) -> str:
    return html.escape(str(words))
