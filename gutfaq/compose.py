"""From the phrases of a turn to a reply: what is said in which order, verdicts, buttons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gutfaq.collector import Collector, Uttered
from gutfaq.phrasebook import Phrasebook
from gutfaq.reply import Button, Part, Reply, Verdict

_WORD = re.compile(r"\w+")
LEADING = "0"  # the part of a referral that goes before all questions


def compose(collector: Collector, phrasebook: Phrasebook, *, text: str) -> Reply:
    """Return the reply that a turn's phrases make; an empty one when nothing was said."""
    uttered = collector.uttered
    phrases = list(dict.fromkeys(item.phrase for item in uttered))
    parts = _parts(uttered, phrases, phrasebook, text)
    leading = [phrasebook.verdict(item.phrase) for item in uttered if item.part == LEADING]
    verdicts = [*leading, *(part.verdict for part in parts)]
    return Reply(
        verdict=_unique(verdicts),
        said=tuple(phrasebook.say(phrase) for phrase in phrases),
        parts=parts,
        buttons=_buttons(uttered, phrasebook),
        intent=collector.heard.intent,
        confidence=collector.heard.confidence,
    )


def only(phrases: Sequence[str], phrasebook: Phrasebook) -> Reply:
    """Return a reply that says just these phrases, with their own verdicts and buttons."""
    uttered = [Uttered(phrase) for phrase in phrases]
    verdicts = [phrasebook.verdict(phrase) for phrase in phrases]
    return Reply(
        verdict=_unique(verdicts) or ("not_understood",),
        said=tuple(phrasebook.say(phrase) for phrase in phrases),
        buttons=_buttons(uttered, phrasebook),
    )


def _parts(
    uttered: Sequence[Uttered], phrases: Sequence[str], phrasebook: Phrasebook, text: str
) -> tuple[Part, ...]:
    """Return a part for each question; two parts may point at the same phrase."""
    parts: list[Part] = []
    for number in dict.fromkeys(item.part for item in uttered if item.part != LEADING):
        mine = [item for item in uttered if item.part == number]
        verdict = next((v for item in mine if (v := phrasebook.verdict(item.phrase))), None)
        if verdict:
            heard = next((item.heard for item in mine if _typed(item.heard, text)), text)
            said = tuple(dict.fromkeys(phrases.index(item.phrase) for item in mine))
            parts.append(Part(heard, _as_verdict(verdict), said))
    return tuple(parts)


def _typed(heard: str, text: str) -> bool:
    """Return whether an action heard only words that the person typed."""
    words = set(_WORD.findall(heard.lower()))
    return bool(words) and words <= set(_WORD.findall(text.lower()))


def _buttons(uttered: Iterable[Uttered], phrasebook: Phrasebook) -> tuple[Button, ...]:
    offers = phrasebook.offers((item.phrase, item.offers) for item in uttered)
    return tuple(phrasebook.button(name) for name in offers)


def _unique(verdicts: Iterable[str | None]) -> tuple[Verdict, ...]:
    return tuple(_as_verdict(verdict) for verdict in dict.fromkeys(verdicts) if verdict)


def _as_verdict(verdict: str) -> Verdict:
    known: Verdict = verdict  # type: ignore[assignment]  # notices are checked when they are read
    return known
