"""How often one address may ask: so many requests a minute, counted in the cache."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from ninja.throttling import BaseThrottle

if TYPE_CHECKING:
    from django.http import HttpRequest

_MINUTE = 60


class ByAddress(BaseThrottle):
    """Counts the requests of each network address in the present minute.

    The address is the connection's own: what a client writes into a header opens no second account.
    It is kept as a digest, and no longer than two minutes.
    """

    def allow_request(self, request: HttpRequest) -> bool:
        """Count a request and return whether it is within the rate."""
        address = str(request.META.get("REMOTE_ADDR", ""))
        name = hashlib.sha256(address.encode()).hexdigest()[:24]
        key = f"api.{name}.{int(time.time()) // _MINUTE}"
        cache.add(key, 0, 2 * _MINUTE)
        try:
            count = cache.incr(key)
        except ValueError:  # thrown out of the cache between the two
            return True
        return bool(count <= settings.API_REQUESTS_A_MINUTE)

    def wait(self) -> float:
        """Return the seconds until the next minute."""
        return _MINUTE - time.time() % _MINUTE
