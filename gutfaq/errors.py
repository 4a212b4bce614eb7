"""Refusals, each one line with its remedy.

The line says the file, what it asked, what is wrong, the nearest right thing and the command that
shows more. Descending from `RasaException`, they stop `rasa train` with that line, no traceback.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rasa.shared.exceptions import RasaException


class Refused(RasaException):
    """Something that the project refuses to be built from, or to say."""


class UngroundedAnswer(Refused):
    """An answer quotes what the seed text does not say, or not in that way."""


class UngroundedNotice(Refused):
    """A fixed line makes a health statement in a voice that may not."""


class UnquotedSentence(Refused):
    """A sentence of the seed is quoted by no answer."""


class UnknownPhrase(Refused):
    """A phrase was asked for that the phrasebook does not hold."""


class StaleModel(Refused):
    """The model was trained from other seeds, answers or notices than stand here."""


class RefusedMessage(Refused):
    """A message that no channel lets in: too long, of the wrong type, or not signed."""


class Refusals:
    """Several refusals in one, a line each: one look shows all that is to be mended."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._first: type[Refused] = Refused

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Keep a refusal that is raised inside, and go on."""
        try:
            yield
        except Refused as refusal:
            if not self._lines:
                self._first = type(refusal)
            self._lines.append(str(refusal))

    def refuse(self) -> None:
        """Refuse if anything was.

        Raises:
            Refused: All lines; of the kind of the first.
        """
        if self._lines:
            raise self._first("\n".join(self._lines))
