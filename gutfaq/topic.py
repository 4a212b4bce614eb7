"""What the text is about, as the assistant's own lines name it, and what they offer to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gutfaq.errors import UngroundedNotice
from gutfaq.yaml import read_yaml

_MARK = "{topic}"


@dataclass(frozen=True, slots=True)
class Topic:
    """What `data/topics.yml` says of the text as a whole; empty without that file.

    Attributes:
        name: Put in the place of `{topic}`.
        offers: By list name, the answers to offer as buttons.
    """

    name: str
    offers: Mapping[str, tuple[str, ...]]

    def put_into(self, text: str, *, said_by: str) -> str:
        """Return the line with the topic's name in its place.

        Raises:
            UngroundedNotice: The line asks for a name, and there is none.
        """
        if _MARK in text and not self.name:
            raise UngroundedNotice(
                f"{said_by} says {_MARK}, but data/topics.yml has no `topic:`. Name there what the "
                "text is about. Run `make check` when it is mended."
            )
        return text.replace(_MARK, self.name)

    def offered(self, offers: Any, *, said_by: str) -> tuple[str, ...]:
        """Return the answers of a named list; a list of answers as it stands.

        Raises:
            UngroundedNotice: There is no list of this name.
        """
        if not isinstance(offers, str):
            return tuple(offers or ())
        if offers not in self.offers:
            raise UngroundedNotice(
                f"{said_by} offers {offers!r}, which is no list under `offers:` in "
                f"data/topics.yml ({', '.join(self.offers) or 'it has none'}). Add it, or name "
                "answers. Run `make check` when it is mended."
            )
        return self.offers[offers]


def read_topic(data: Path) -> Topic:
    """Return the topic of the project whose `data/` this is."""
    file = data / "topics.yml"
    content = read_yaml(file) if file.is_file() else {}
    offers = {name: tuple(names) for name, names in (content.get("offers") or {}).items()}
    return Topic(str(content.get("topic") or ""), offers)
