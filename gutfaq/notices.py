"""Notices: the fixed lines that are not facts, each with the voice that says it.

A line of `voice: assistant` may hold no concept of the seed and no red flag. A line of
`voice: safety` is reviewed, labelled as not from the text, and pinned by its SHA-256.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from gutfaq.errors import UngroundedNotice
from gutfaq.topic import Topic, read_topic
from gutfaq.yaml import read_yaml

VOICES = ("assistant", "safety")


@dataclass(frozen=True, slots=True)
class Notice:
    """One fixed line.

    Attributes:
        name: Without `utter_`.
        voice: Whose it is; never the seed's.
        text: As written in the file, before contacts are filled in.
        verdict: What a reply that rests on this line is; None for a line that goes with another.
        short: The notice to say in its place once it was said in full.
        offers: Names of answers to offer as buttons with it.
        title: What stands on the button that asks for this line; most have none.
        file: For errors.
    """

    name: str
    voice: Literal["assistant", "safety"]
    text: str
    verdict: str | None
    short: str | None
    offers: tuple[str, ...]
    file: str
    title: str = ""

    @property
    def phrase(self) -> str:
        """The Rasa response's name."""
        return f"utter_{self.name}"


def read_notices(data: Path) -> tuple[Notice, ...]:
    """Return the lines of every `notices*.yml` in the directory.

    Raises:
        UngroundedNotice: A line has no voice, several wordings, or another hash than is pinned.
    """
    topic = read_topic(data)
    notices: list[Notice] = []
    for file in sorted(data.glob("notices*.yml")):
        for phrase, variations in (read_yaml(file).get("responses") or {}).items():
            notices.append(_read_notice(str(phrase), variations, topic, f"data/{file.name}"))
    return tuple(notices)


def _read_notice(phrase: str, variations: Any, topic: Topic, where: str) -> Notice:
    if not phrase.startswith("utter_") or not isinstance(variations, list) or len(variations) != 1:
        raise UngroundedNotice(
            f"{where}: {phrase} must be `utter_<name>` with exactly one wording: the same "
            "question gets the same words. Run `make check` when it is mended."
        )
    line: Mapping[str, Any] = variations[0]
    metadata = line.get("metadata") or {}
    voice, text = metadata.get("voice"), line.get("text")
    if voice not in VOICES or not isinstance(text, str) or not text.strip():
        raise UngroundedNotice(
            f"{where}: {phrase} needs a `text` and `metadata: voice:`, one of {VOICES}. "
            "Run `make check` when it is mended."
        )
    if voice == "safety":
        _check_pin(phrase, text, str(metadata.get("sha256")), where)
    return Notice(
        name=phrase.removeprefix("utter_"),
        voice=voice,
        text=topic.put_into(text.strip(), said_by=f"{where}: {phrase}"),
        verdict=metadata.get("verdict"),
        short=metadata.get("short"),
        offers=topic.offered(metadata.get("offers"), said_by=f"{where}: {phrase}"),
        file=where,
        title=str(metadata.get("title") or ""),
    )


def pin(text: str) -> str:
    """Return the SHA-256 that pins a safety line: of its text, before contacts are filled in."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _check_pin(phrase: str, text: str, pinned: str, where: str) -> None:
    if pin(text) != pinned:
        raise UngroundedNotice(
            f"{where}: the reviewed safety line {phrase} differs from its pinned hash "
            f"({pinned[:8]}...). Put back its words, or have the new ones reviewed, note them "
            f'under "Spoken words" in CHANGELOG.md and pin sha256 {pin(text)}. `make check` '
            "shows all."
        )
