"""Where a question stands between Slack's delivery and its answer."""

from __future__ import annotations

from typing import Protocol

from gutfaq.channels.slack.jobs import Job, State
from gutfaq.channels.slack.settings import SlackSettingsRefused


class Inbox(Protocol):
    """A durable inbox that several processes share.

    A lane belongs to one owner at a time, for a lease; whoever dies loses it when the lease ends.
    """

    async def put(self, job: Job, *, engage: str | None = None) -> bool:
        """Return True when the job is new; it is durable before this returns.

        Args:
            job: What to keep.
            engage: A thread that the assistant is part of from now on.
        """
        ...

    async def cancel(self, key: str) -> None:
        """Drop the job if nothing of it was sent; it is never done later either."""
        ...

    async def engaged(self, thread: str) -> bool:
        """Return whether the assistant is part of the thread."""
        ...

    async def take(self, limit: int) -> list[Job]:
        """Return the oldest job of each of at most `limit` free lanes, now leased to us."""
        ...

    async def sending(self, job: Job) -> bool:
        """Note that the post goes out now; False when the lease is lost or the job gone."""
        ...

    async def extend(self, lanes: list[str]) -> None:
        """Renew the leases that we still hold on the lanes."""
        ...

    async def finish(self, job: Job, *, rest: float = 0.0) -> None:
        """Forget all but the job's key; its lane is free again after `rest` seconds."""
        ...

    async def postpone(self, job: Job, *, rest: float, state: State) -> None:
        """Put the job back; its lane is free again after `rest` seconds."""
        ...

    async def waiting(self) -> int:
        """Return how many jobs are not done."""
        ...

    async def close(self) -> None:
        """Let go of everything that is open."""
        ...


async def open_inbox(url: str, *, owner: str, lease: float, keep: float) -> Inbox:
    """Return the inbox behind the URL: `sqlite:`, `postgresql:` or `redis:`.

    Raises:
        SlackSettingsRefused: No such kind of inbox, or it cannot be opened.
    """
    scheme = url.split(":", 1)[0]
    if scheme in ("redis", "rediss", "unix"):
        from gutfaq.channels.slack.inbox_redis import RedisInbox

        redis: Inbox = await RedisInbox.open(url, owner=owner, lease=lease, keep=keep)
        return redis
    if scheme.split("+")[0] in ("sqlite", "postgresql"):
        from gutfaq.channels.slack.inbox_sql import SqlInbox

        database: Inbox = await SqlInbox.open(url, owner=owner, lease=lease, keep=keep)
        return database
    raise SlackSettingsRefused(
        f"GUTFAQ_SLACK_INBOX begins with {scheme!r}. It can be sqlite:, postgresql: or redis:; "
        "see docs/slack.md."
    )
