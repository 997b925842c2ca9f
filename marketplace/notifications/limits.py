"""How many sockets one address and one person may hold in a web process, and how fast they come."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass

from django.conf import settings

# So many addresses are remembered before those are forgotten that have long been quiet.
REMEMBERED = 10_000
# The share of a minute's connects that may come all at once.
BURST = 0.25
MINUTE = 60.0


@dataclass(slots=True)
class _Bucket:
    """Connects that an address has left; they grow back with time."""

    left: float
    at: float


class Limits:
    """Counts in memory: what is refused costs neither a query nor a word on the network."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()
        self._buckets: dict[str, _Bucket] = {}

    def enter(self, name: str, *, most: int) -> bool:
        """Count one more socket under a name; False, and not counted, where `most` are open."""
        if self._open[name] >= most:
            return False
        self._open[name] += 1
        return True

    def leave(self, name: str) -> None:
        """Count one socket less, and forget the name of the last one."""
        self._open[name] -= 1
        if self._open[name] <= 0:
            del self._open[name]

    def held(self, name: str) -> int:
        """Return how many are open under a name."""
        return self._open.get(name, 0)

    def names(self) -> list[str]:
        """Return the names under which any is open."""
        return list(self._open)

    def comes_too_fast(self, address: str) -> bool:
        """Count a connect of an address; return whether it is beyond the rate."""
        now, rate = time.monotonic(), settings.SOCKET_CONNECTS_A_MINUTE
        most = max(1.0, rate * BURST)
        bucket = self._buckets.setdefault(address, _Bucket(most, now))
        bucket.left = min(most, bucket.left + (now - bucket.at) * rate / MINUTE)
        bucket.at = now
        if bucket.left < 1:
            return True
        bucket.left -= 1
        if len(self._buckets) > REMEMBERED:
            self._forget_quiet(now)
        return False

    def _forget_quiet(self, now: float) -> None:
        self._buckets = {
            address: bucket
            for address, bucket in self._buckets.items()
            if now - bucket.at < MINUTE * BURST
        }


LIMITS = Limits()
