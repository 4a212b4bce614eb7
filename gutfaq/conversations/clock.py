"""A clock that a script can set and move."""

from __future__ import annotations

from datetime import datetime, timezone
from types import TracebackType
from typing import TYPE_CHECKING

from gutfaq.conversations.expectations import seconds

if TYPE_CHECKING:
    import time_machine


class Clock:
    """Sets the time for the length of a `with` block; without a time it leaves all as it is.

    The time runs on from where it is set. It is set for everything in this process that asks what
    time it is, Rasa and custom actions included, but not for the measuring of how long turns take.
    """

    def __init__(self, start: str | None) -> None:
        self._start = start
        self._travel: time_machine.travel | None = None
        self._traveller: time_machine.Traveller | None = None

    def __enter__(self) -> Clock:
        if self._start is not None:
            moment = datetime.fromisoformat(self._start)
            self._set(moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._travel is not None:
            self._travel.stop()

    def wait(self, text: str) -> None:
        """Let a length of time pass at once, such as `90 minutes`."""
        if self._traveller is None:
            self._set(datetime.now(timezone.utc))
        assert self._traveller is not None
        self._traveller.shift(seconds(text))

    def _set(self, moment: datetime) -> None:
        import time_machine

        self._travel = time_machine.travel(moment, tick=True)
        self._traveller = self._travel.start()
