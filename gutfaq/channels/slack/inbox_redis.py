"""The inbox in Redis. Each operation is one Lua script, so it happens whole, by the server's clock.

Redis must keep what it acknowledges: `appendonly yes`, and `appendfsync always` for a promise as
firm as the databases' own.
"""

from __future__ import annotations

import logging
from typing import Any

import redis.asyncio
from redis.exceptions import RedisError

from gutfaq.channels.slack.jobs import Job, State, dump, load
from gutfaq.channels.slack.settings import SlackSettingsRefused

logger = logging.getLogger(__name__)
PREFIX = "{gutfaq-slack}:"  # the braces keep all keys on one node of a cluster
THREADS_KEPT = 30 * 24 * 3600

# ready: lane -> when it may be taken, which for a leased lane is the end of the lease.
_COMMON = """
local p = KEYS[1]
local t = redis.call('TIME')
local now = tonumber(t[1]) + tonumber(t[2]) / 1e6
local function extend(lane, owner, lease)
  local until_ = redis.call('ZSCORE', p..'ready', lane)
  if redis.call('HGET', p..'owner', lane) ~= owner or not until_ or tonumber(until_) <= now then
    return false
  end
  redis.call('ZADD', p..'ready', now + lease, lane)
  return true
end
local function release(lane, owner, rest)
  if redis.call('HGET', p..'owner', lane) ~= owner then return end
  redis.call('HDEL', p..'owner', lane)
  if redis.call('ZCARD', p..'lane:'..lane) > 0 then
    redis.call('ZADD', p..'ready', now + rest, lane)
  else
    redis.call('ZREM', p..'ready', lane)
    if rest > 0 then
      redis.call('SET', p..'rest:'..lane, now + rest, 'PX', math.ceil(rest * 1000))
    end
  end
end
"""
_PUT = """
local key, lane, body, keep, thread, thread_keep = unpack(ARGV)
if thread ~= '' then redis.call('SET', p..'thread:'..thread, 1, 'EX', thread_keep) end
if not redis.call('SET', p..'seen:'..key, 1, 'NX', 'EX', keep) then return 0 end
redis.call('HSET', p..'job:'..key, 'body', body, 'state', 'new', 'tries', 0)
redis.call('ZADD', p..'lane:'..lane, redis.call('INCR', p..'seq'), key)
if not redis.call('ZSCORE', p..'ready', lane) then
  redis.call('ZADD', p..'ready', redis.call('GET', p..'rest:'..lane) or now, lane)
end
return 1
"""
_TAKE = """
local limit, owner, lease = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3])
local taken = {}
for _, lane in ipairs(redis.call('ZRANGEBYSCORE', p..'ready', '-inf', now, 'LIMIT', 0, limit)) do
  local key = redis.call('ZRANGE', p..'lane:'..lane, 0, 0)[1]
  if key then
    redis.call('HSET', p..'owner', lane, owner)
    redis.call('ZADD', p..'ready', now + lease, lane)
    taken[#taken + 1] = redis.call('HMGET', p..'job:'..key, 'body', 'state', 'tries')
  else
    redis.call('ZREM', p..'ready', lane)
  end
end
return taken
"""
_SENDING = """
local key, lane, owner, lease = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
if not extend(lane, owner, lease) then return 0 end
if redis.call('EXISTS', p..'job:'..key) == 0 then
  release(lane, owner, 0)
  return 0
end
redis.call('HSET', p..'job:'..key, 'state', 'sending')
return 1
"""
_FINISH = """
redis.call('DEL', p..'job:'..ARGV[1])
redis.call('ZREM', p..'lane:'..ARGV[2], ARGV[1])
release(ARGV[2], ARGV[3], tonumber(ARGV[4]))
return 1
"""
_POSTPONE = """
local key, lane, owner, rest, state, tries = unpack(ARGV)
if not extend(lane, owner, 1) then return 0 end
if redis.call('EXISTS', p..'job:'..key) == 1 then
  redis.call('HSET', p..'job:'..key, 'state', state, 'tries', tries)
end
release(lane, owner, tonumber(rest))
return 1
"""
_CANCEL = """
local key, lane, keep = unpack(ARGV)
redis.call('SET', p..'seen:'..key, 1, 'NX', 'EX', keep)
if redis.call('HGET', p..'job:'..key, 'state') == 'new' then
  redis.call('DEL', p..'job:'..key)
  redis.call('ZREM', p..'lane:'..lane, key)
end
return 1
"""
_EXTEND = "extend(ARGV[1], ARGV[2], tonumber(ARGV[3])) return 1"
_WAITING = """
local n = 0
for _, lane in ipairs(redis.call('ZRANGE', p..'ready', 0, -1)) do
  n = n + redis.call('ZCARD', p..'lane:'..lane)
end
return n
"""


class RedisInbox:
    """See `Inbox`."""

    def __init__(self, client: Any, *, owner: str, lease: float, keep: float) -> None:
        self._redis = client
        self._owner, self._lease, self._keep = owner, lease, int(keep)

    @classmethod
    async def open(cls, url: str, *, owner: str, lease: float, keep: float) -> RedisInbox:
        """Return the inbox.

        Raises:
            SlackSettingsRefused: Redis does not answer.
        """
        try:
            client = redis.asyncio.from_url(url, decode_responses=True)
            await client.ping()
        except (RedisError, ValueError, OSError) as error:
            raise SlackSettingsRefused(
                f"GUTFAQ_SLACK_INBOX: Redis does not answer ({type(error).__name__}). "
                "Check its address and that it runs."
            ) from error
        await _check_that_it_keeps(client)
        return cls(client, owner=owner, lease=lease, keep=keep)

    async def _run(self, script: str, *args: Any) -> Any:
        return await self._redis.eval(_COMMON + script, 1, PREFIX, *args)

    async def put(self, job: Job, *, engage: str | None = None) -> bool:
        """See `Inbox`."""
        thread = (engage or "", THREADS_KEPT)
        return bool(await self._run(_PUT, job.key, job.lane, dump(job), self._keep, *thread))

    async def cancel(self, key: str) -> None:
        """See `Inbox`."""
        await self._run(_CANCEL, key, key.rsplit(":", 1)[0], self._keep)

    async def engaged(self, thread: str) -> bool:
        """See `Inbox`."""
        return bool(await self._redis.exists(f"{PREFIX}thread:{thread}"))

    async def take(self, limit: int) -> list[Job]:
        """See `Inbox`."""
        rows = await self._run(_TAKE, limit, self._owner, self._lease)
        return [load(body, state=state, tries=int(tries)) for body, state, tries in rows]

    async def sending(self, job: Job) -> bool:
        """See `Inbox`."""
        return bool(await self._run(_SENDING, job.key, job.lane, self._owner, self._lease))

    async def extend(self, lanes: list[str]) -> None:
        """See `Inbox`."""
        for lane in lanes:
            await self._run(_EXTEND, lane, self._owner, self._lease)

    async def finish(self, job: Job, *, rest: float = 0.0) -> None:
        """See `Inbox`."""
        await self._run(_FINISH, job.key, job.lane, self._owner, rest)

    async def postpone(self, job: Job, *, rest: float, state: State) -> None:
        """See `Inbox`."""
        args = (job.key, job.lane, self._owner, rest, state, job.tries + 1)
        await self._run(_POSTPONE, *args)

    async def waiting(self) -> int:
        """See `Inbox`."""
        return int(await self._run(_WAITING))

    async def close(self) -> None:
        """See `Inbox`."""
        await self._redis.close()


async def _check_that_it_keeps(client: Any) -> None:
    """Warn when Redis forgets what it acknowledged once it is restarted."""
    try:
        found = await client.config_get("appendonly")
    except RedisError:  # hosted ones do not say
        return
    if found.get("appendonly") != "yes":
        logger.warning("Redis keeps the Slack inbox in memory alone: set `appendonly yes`.")
