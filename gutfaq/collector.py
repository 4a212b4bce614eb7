"""The output channel of one turn: it takes names of phrases and lets no words through."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Any

from rasa.core.channels.channel import OutputChannel

from gutfaq.phrasebook import Phrasebook

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Uttered:
    """One phrase that Rasa sent.

    Attributes:
        phrase: Its name.
        part: Which question of the message it answers, from "1".
        heard: That question's words.
        offers: Answers to offer as buttons.
    """

    phrase: str
    part: str = "1"
    heard: str = ""
    offers: tuple[str, ...] = ()


@dataclass(slots=True)
class Heard:
    """What Rasa made of the message."""

    intent: str | None = None
    confidence: float | None = None


@dataclass
class Collector(OutputChannel):
    """Collects the phrases of a turn; what is no phrase is refused and counted."""

    phrasebook: Phrasebook
    uttered: list[Uttered] = field(default_factory=list)
    heard: Heard = field(default_factory=Heard)
    refused: int = 0

    @classmethod
    def name(cls) -> str:
        """Return the channel's name (see parent class)."""
        return "gutfaq"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Take the phrase that the message names; its text is not looked at (see parent class)."""
        phrase = message.get("phrase")
        if not isinstance(phrase, str) or phrase not in self.phrasebook:
            self.refused += 1
            logger.warning("A message that is no phrase of the phrasebook was refused.")
            return
        self.uttered.append(
            Uttered(
                phrase=phrase,
                part=str(message.get("part") or "1"),
                heard=str(message.get("heard") or ""),
                offers=tuple(name for name in message.get("offers") or () if isinstance(name, str)),
            )
        )
        self.heard = Heard(message.get("intent"), message.get("confidence"))
