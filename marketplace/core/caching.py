"""The cache on Redis, one client a process: slower without Redis, never an error page."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from django.core.cache.backends import redis as backend
from django.core.cache.backends.locmem import LocMemCache
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as AwayError
from redis.exceptions import TimeoutError as SlowError
from redis.retry import Retry

from marketplace.core.outages import Outage

logger = logging.getLogger(__name__)

AWAY: Final = 5.0
"""Seconds for which nothing is asked of a Redis that did not answer."""
PATIENCE: Final = 0.5
"""Seconds that Redis may take for an answer."""
_SCANNED: Final = 1_000
_CHANGES: Final = ("set", "set_many", "delete", "delete_many")


class RedisCache(backend.RedisCache):
    """Django's, but that a process keeps values itself while Redis is away.

    What was to be forgotten meanwhile is forgotten when Redis answers again: then the first answer
    clears all that the portal keeps there, and no other portal's.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._address = server

    @property
    def _cache(self) -> Client:
        """The process's client: Django's own would connect anew for each request."""
        return client_of(self._address, self.key_prefix)

    def clear(self) -> None:
        """Forget everything that has this cache's prefix, and nothing else on the server."""
        self._cache.clear()


def _in_either(verb: str) -> Callable[..., Any]:
    """Return a client's method that asks Redis, and the process's own cache while it is away."""
    in_redis = getattr(backend.RedisCacheClient, verb)
    is_change = verb in _CHANGES

    def ask(self: Client, *words: Any) -> Any:
        def asked() -> Any:
            return in_redis(self, *words)

        return self.answer(asked, lambda: getattr(self.beside, verb)(*words), is_change=is_change)

    return ask


class Client(backend.RedisCacheClient):
    """A client of Redis with a cache in the process beside it. Threads may share it."""

    def __init__(self, address: str, prefix: str) -> None:
        retry = Retry(NoBackoff(), 1)  # a connection that Redis closed is opened again
        super().__init__(
            [address], retry=retry, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE
        )
        self.beside = LocMemCache(f"beside {prefix}", {})
        # Django puts a number behind the prefix; what others of the portal keep there has a word.
        self._pattern = re.sub(r"([*?\[\]\\])", r"\\\1", prefix) + ":[0-9]*"
        self._away_until = 0.0
        self._has_missed = False
        self._outage = Outage(logger, "Redis", meanwhile="each process keeps its own cache")

    add = _in_either("add")
    get = _in_either("get")
    set = _in_either("set")
    touch = _in_either("touch")
    delete = _in_either("delete")
    get_many = _in_either("get_many")
    has_key = _in_either("has_key")
    incr = _in_either("incr")
    set_many = _in_either("set_many")
    delete_many = _in_either("delete_many")

    def clear(self) -> bool:
        """Forget what has the prefix, and return whether Redis did."""
        return bool(self.answer(self._clear, self.beside.clear, is_change=True))

    def answer(
        self, in_redis: Callable[[], Any], beside: Callable[[], Any], *, is_change: bool
    ) -> Any:
        """Return Redis's answer, or the process's own where Redis does not give one in time."""
        if time.monotonic() >= self._away_until:
            try:
                if self._has_missed:
                    self._clear()
                    self._has_missed = False
                answer = in_redis()
            except (AwayError, SlowError) as error:
                self._away_until = time.monotonic() + AWAY
                self._outage.began(error)
            else:
                self._outage.ended()
                return answer
        self._has_missed |= is_change
        return beside()

    def _clear(self) -> bool:
        redis = self.get_client(None, write=True)
        found = list(redis.scan_iter(self._pattern, count=_SCANNED))
        for start in range(0, len(found), _SCANNED):
            redis.delete(*found[start : start + _SCANNED])
        self.beside.clear()
        return True


@cache
def client_of(address: str, prefix: str) -> Client:
    """Return this process's client of the server."""
    return Client(address, prefix)
