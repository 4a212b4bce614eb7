"""How often someone may do something."""

from __future__ import annotations

from collections.abc import Callable


class Buckets:
    """A token bucket for each key: `burst` at once, then one every `60 / per_minute` seconds."""

    def __init__(self, *, per_minute: float, burst: int, clock: Callable[[], float]) -> None:
        self._every_s = 60 / per_minute
        self._burst = burst
        self._clock = clock
        self._full_at: dict[str, float] = {}

    def wait_s(self, key: str) -> float:
        """Return 0 and take one, or the seconds until there is one to take."""
        now = self._clock()
        full_at = max(self._full_at.get(key, now), now) + self._every_s
        over_s = full_at - now - self._burst * self._every_s
        if over_s > 1e-9:
            return over_s
        self._full_at[key] = full_at
        if len(self._full_at) > 10_000:
            self._drop_full(now)
        return 0.0

    def _drop_full(self, now: float) -> None:
        """Forget who has been quiet; a key that is not held has a full bucket."""
        self._full_at = {key: at for key, at in self._full_at.items() if at > now}
