"""Writes every conversation of a run as one page that a health editor can read and approve."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Iterable, Iterator, Mapping, Sized
from datetime import datetime, timezone
from itertools import groupby
from pathlib import Path
from typing import Any

from gutfaq.conversations.journal import Entry, Journal

_ACTS = {"user": "Person", "press": "Person presses", "wait": "Time passes", "start": "Start"}
_VOICES = {"seed": "From the text", "safety": "Safety line, not from the text"}
_STYLE = """
:root { color-scheme: light dark; --line: #8885; --bad: #c0262d; --page: Canvas }
:root { --seed: light-dark(#0a7d4b, #5fd3a0); --safety: light-dark(#a35200, #f0a860) }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 0 auto }
body { padding: 2rem 1rem 5rem; counter-reset: read }
h1 { font-size: 1.6rem; margin: 0 } h2 { font-size: 1.25rem; margin: 3rem 0 0 }
h3 { font-size: 1.05rem; margin: 0 } nav ul { columns: 14rem; padding-left: 1.2rem }
article { border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 1rem 0 }
article.failed { border: 2px solid var(--bad) }
.where, figcaption, details { font-size: .85rem }
.person { margin: 1rem 0 .75rem auto; width: fit-content; max-width: 80%; padding: .4rem .8rem }
.person { background: #8882; border-radius: .8rem .8rem 0 .8rem }
.person { white-space: pre-wrap; overflow-wrap: anywhere } .person b { font-weight: 600 }
.said { margin: .5rem 2rem .5rem 0; padding-left: .75rem; border-left: 4px solid var(--line) }
.said.seed { border-color: var(--seed) } .said.safety { border-color: var(--safety) }
.said.seed figcaption b { color: var(--seed) } .said.safety figcaption b { color: var(--safety) }
.said p { margin: 0; white-space: pre-wrap }
.buttons span { border: 1px solid var(--line); border-radius: 1rem; padding: 0 .6rem }
.buttons { display: flex; flex-wrap: wrap; gap: .3rem; margin: .5rem 0; font-size: .9rem }
.wrong { color: var(--bad); white-space: pre-wrap } .nothing { font-style: italic; opacity: .8 }
label { display: block; margin-top: .75rem; border-top: 1px solid var(--line); padding-top: .5rem }
input:checked { counter-increment: read } article:has(:checked) { border-color: var(--seed) }
footer { position: fixed; inset: auto 0 0; padding: .6rem; text-align: center }
footer { background: var(--page); border-top: 1px solid var(--line) }
footer::before { content: counter(read) " of " }
@media print { article { break-inside: avoid } footer { position: static } }
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
    entries = sorted(journal.entries, key=_place)
    failed = [each for each in entries if each["failed"]]
    lines = _lines(entries)
    moment = datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
    yield '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>Conversations, {moment}</title><style>{_STYLE}</style></head><body>"
    yield f"<h1>{_many(entries, 'conversation')}, {len(failed)} not as scripted</h1>"
    yield f"<p>{moment}. {_text(journal.pace())}. Reached: {_text(journal.coverage() or '-')}.</p>"
    yield from _missed(journal)
    yield (
        "<p>First come the lines that can be said, each once; then the conversations in which they "
        "are said. A green bar marks the text's own words with their place in it, an orange bar a "
        "safety line, a grey bar the assistant. Tick what you approve and note its code: the code "
        "changes when a word does. Ticks are not kept when the page is closed; print it to keep "
        "them.</p>"
    )
    yield from _contents(entries)
    yield f'<h2 id="lines">{_many(lines, "line")}</h2>'
    for said, count in lines.values():
        yield from _line(said, count)
    for number, (file, group) in enumerate(_by_file(entries)):
        yield f'<h2 id="file-{number}">{_text(file)}</h2>'
        for entry in group:
            yield from _conversation(entry)
    yield f"<footer>{len(lines) + len(entries)} read and approved</footer></body></html>"


def _lines(entries: Iterable[Entry]) -> dict[str, tuple[Mapping[str, Any], int]]:
    """Return every line that was said, by its words, with the number of its conversations."""
    found: dict[str, tuple[Mapping[str, Any], int]] = {}
    for entry in entries:
        said = {each["text"]: each for turn in entry["turns"] for each in turn["said"]}
        for text, each in said.items():
            found[text] = (each, found[text][1] + 1 if text in found else 1)
    return dict(sorted(found.items(), key=lambda one: _order(one[1][0])))


def _order(said: Mapping[str, Any]) -> tuple[int, int, str]:
    """Return where a line stands: the text's own first, in reading order, then by name."""
    kinds = {"seed": 0, "safety": 1}
    start = min((each["start"] for each in said["sentences"]), default=0)
    return kinds.get(said["voice"], 2), start, said["name"] or ""


def _by_file(entries: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    groups = groupby(entries, key=lambda each: each["where"].rpartition(":")[0])
    return [(file, list(group)) for file, group in groups]


def _contents(entries: Iterable[Entry]) -> Iterator[str]:
    yield '<nav><ul><li><a href="#lines">every line, once</a></li>'
    for number, (file, group) in enumerate(_by_file(entries)):
        name = _text(Path(file).stem.replace("_", " "))
        yield f'<li><a href="#file-{number}">{name}</a> ({len(group)})</li>'
    yield "</ul></nav>"


def _line(said: Mapping[str, Any], count: int) -> Iterator[str]:
    code = hashlib.sha256(said["text"].encode("utf-8")).hexdigest()[:10]
    yield "<article>"
    yield from _said(said)
    yield f'<div class="where">in {count} conversation{"s" if count != 1 else ""}</div>'
    yield f"{_tick(code)}</article>"


def _many(things: Sized, name: str) -> str:
    return f"{len(things)} {name}{'s' if len(things) != 1 else ''}"


def _tick(code: str) -> str:
    return f'<label><input type="checkbox"> read and approved, code {code}</label>'


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
    yield f"<h3>{_text(entry['name'])}</h3>"
    yield f'<div class="where">{_text(entry["where"])}, {state}</div>'
    for turn in entry["turns"]:
        yield from _turn(turn)
    yield f"{_tick(code)}</article>"


def _turn(turn: Mapping[str, Any]) -> Iterator[str]:
    yield f'<div class="person"><b>{_ACTS[turn["does"]]}:</b> {_text(turn["text"])}</div>'
    if turn["does"] == "wait":
        return
    for said in turn["said"]:
        yield from _said(said)
    if not turn["said"]:
        yield '<div class="nothing">Nothing is said.</div>'
    if turn["buttons"]:
        titles = "".join(f"<span>{_text(title)}</span>" for title in turn["buttons"])
        yield f'<div class="buttons">{titles}</div>'
    if turn["trouble"]:
        yield f'<div class="wrong">{_text(turn["trouble"])}</div>'
    for held in turn["held"]:
        if held["failed"]:
            expected, got = " | ".join(held["expected"]), " | ".join(held["got"])
            line = f"line {held['line']}, {held['kind']}: expected {expected}; got {got}"
            yield f'<div class="wrong">{_text(line)}</div>'
    yield f"<details><summary>how it came about</summary>{_text(_summary(turn))}</details>"


def _said(said: Mapping[str, Any]) -> Iterator[str]:
    voice = said["voice"] or "assistant"
    yield f'<figure class="said {_text(voice)}"><p>{_text(said["text"])}</p>'
    places = [f"{each['seed']} {each['start']}-{each['end']}" for each in said["sentences"]]
    speaker = ", ".join([_VOICES.get(voice, "Assistant"), *places])
    name = f" ({said['name']})" if said["name"] else ""
    yield f"<figcaption><b>{_text(speaker)}</b>{_text(name)}</figcaption></figure>"


def _summary(turn: Mapping[str, Any]) -> str:
    verdict = ", ".join(turn["verdict"])
    tier = turn["safety"].get("tier")
    parts = [f"verdict {verdict}"] if verdict else []
    parts += [f"safety {tier}"] if tier else []
    return "; ".join([*parts, turn["trace"]])


def _text(words: Any) -> str:
    return html.escape(str(words))
