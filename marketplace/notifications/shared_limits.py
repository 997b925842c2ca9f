"""The same limits over all web processes, counted in Redis where there is one.

A process tells how many sockets it holds under a name; what others tell counts while they say that
they live. Without Redis, and while it is away, each process keeps its own limits and refuses nobody
for it.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
import time
from typing import Any, Final
from weakref import WeakKeyDictionary

from django.conf import settings
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from marketplace.core.outages import Outage
from marketplace.notifications.limits import BURST, LIMITS, MINUTE, Limits

logger = logging.getLogger(__name__)

LIVES: Final = 15
"""Seconds for which what a process told counts after its last sign of life."""
BEAT: Final = 5.0
PATIENCE: Final = 0.5
AWAY: Final = 5.0
"""Seconds for which nothing is asked of a Redis that did not answer."""
_DAY: Final = 86_400

# A bucket as in `limits.Limits`, on Redis's clock, where a rate is given; then the sum of what the
# living processes hold. Nothing is noted of a connect that is refused but its drop in the bucket.
_ADMIT: Final = """
local process, alive = ARGV[1], ARGV[2]
local most, count, rate = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local burst, minute = tonumber(ARGV[6]), tonumber(ARGV[7])
redis.call('SET', alive .. process, 1, 'EX', ARGV[8])
if rate > 0 then
  local time = redis.call('TIME')
  local now = time[1] + time[2] / 1000000
  local full = math.max(1, rate * burst)
  local kept = redis.call('HMGET', KEYS[2], 'left', 'at')
  local left, at = tonumber(kept[1]) or full, tonumber(kept[2]) or now
  left = math.min(full, left + (now - at) * rate / minute)
  local is_fast = left < 1
  if not is_fast then left = left - 1 end
  redis.call('HSET', KEYS[2], 'left', tostring(left), 'at', tostring(now))
  redis.call('EXPIRE', KEYS[2], minute)
  if is_fast then return 0 end
end
local held = redis.call('HGETALL', KEYS[1])
for i = 1, #held, 2 do
  if held[i] ~= process then
    if redis.call('EXISTS', alive .. held[i]) == 1 then count = count + held[i + 1]
    else redis.call('HDEL', KEYS[1], held[i]) end
  end
end
if count > most then return 0 end
redis.call('HSET', KEYS[1], process, ARGV[4])
redis.call('EXPIRE', KEYS[1], ARGV[9])
return 1
"""


class SharedLimits:
    """One web process's word to the others; `admits` asks after the process's own limits did."""

    def __init__(self, limits: Limits, url: str) -> None:
        self._limits = limits
        self._process = secrets.token_hex(8)
        self._prefix = f"{settings.REDIS_PREFIX}:sockets:"
        self._redis: Any = None
        if url:
            retry = Retry(NoBackoff(), 0)
            self._redis = Redis.from_url(url, single_connection_client=True, retry=retry)
        # One after another, so that the last count that is told is the last one that was.
        self._turn = asyncio.Lock()
        self._away_until = 0.0
        self._outage = Outage(logger, "Redis", meanwhile="each process limits for itself")
        self._tasks: set[asyncio.Task[Any]] = set()
        self._beats: asyncio.Task[None] | None = None

    async def admits(self, name: str, *, most: int, rate: int = 0) -> bool:
        """Return whether the processes together hold no more under a name, nor connect faster.

        The process has counted this socket already.
        """
        admitted = await self._ask(lambda: self._admit(name, most=most, rate=rate))
        if self._redis is not None and (self._beats is None or self._beats.done()):
            self._beats = self._start(self._beat())
        return admitted is None or bool(admitted)

    def left(self, name: str) -> None:
        """Tell that the process holds fewer under a name; nobody waits for that."""
        if self._redis is not None:
            self._start(self._ask(lambda: self._tell(name)))

    async def close(self) -> None:
        """Say that the process lives no more, so that what it told counts no longer."""
        for task in self._tasks:
            task.cancel()
        await self._ask(lambda: self._redis.delete(self._alive + self._process))
        closed, self._redis = self._redis, None
        if closed is not None:
            await closed.aclose()

    @property
    def _alive(self) -> str:
        return f"{self._prefix}alive:"

    def _key(self, name: str) -> str:
        """Return a key that names no address."""
        return f"{self._prefix}{hashlib.sha256(name.encode()).hexdigest()[:24]}"

    async def _admit(self, name: str, *, most: int, rate: int) -> Any:
        key, count = self._key(name), self._limits.held(name)
        words = (self._process, self._alive, most, count, rate, BURST, int(MINUTE), LIVES, _DAY)
        return await self._redis.eval(_ADMIT, 2, key, f"{key}:rate", *words)

    async def _tell(self, name: str) -> None:
        count = self._limits.held(name)
        if count:
            await self._redis.hset(self._key(name), self._process, count)
        else:
            await self._redis.hdel(self._key(name), self._process)

    async def _beat(self) -> None:
        """Say again and again that the process lives, while it holds sockets."""
        while self._limits.names():
            await asyncio.sleep(BEAT)
            await self._ask(self._live)

    async def _live(self) -> None:
        known = await self._redis.set(self._alive + self._process, 1, ex=LIVES, get=True)
        if known is None:  # Redis was started anew, or took this process for dead
            for name in self._limits.names():
                await self._tell(name)

    async def _ask(self, question: Any) -> Any:
        """Return Redis's answer, None where there is none in time."""
        async with self._turn:
            if self._redis is None or time.monotonic() < self._away_until:
                return None
            try:
                async with asyncio.timeout(PATIENCE):
                    answer = await question()
            except (RedisError, OSError, TimeoutError) as error:
                self._away_until = time.monotonic() + AWAY
                self._outage.began(error)
                return None
            self._outage.ended()
            return answer

    def _start(self, work: Any) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


_of_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, SharedLimits] = WeakKeyDictionary()


def shared_limits() -> SharedLimits:
    """Return the shared limits of the running loop: one per web process."""
    loop: Any = asyncio.get_running_loop()
    if loop not in _of_loop:
        _of_loop[loop] = SharedLimits(LIMITS, settings.REDIS_URL)
    return _of_loop[loop]
