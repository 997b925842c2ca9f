"""The first door of every websocket: an address that holds or opens too many is refused cheaply."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings

from marketplace.notifications.limits import LIMITS, Limits

Scope = dict[str, Any]


class Gate:
    """Refuses before a session is read; the address is the connection's own.

    Behind a proxy the server sets it from X-Forwarded-For, for the proxies that
    FORWARDED_ALLOW_IPS names and for no others.
    """

    def __init__(self, inner: Any, *, limits: Limits = LIMITS) -> None:
        self._inner = inner
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Pass on, or answer 403 before the handshake."""
        address = f"address {(scope.get('client') or [''])[0]}"
        if self._limits.comes_too_fast(address) or not self._limits.enter(
            address, most=settings.SOCKETS_PER_ADDRESS
        ):
            await receive()
            # A response of our own, such as 429, is an error in the server's log, once a connect.
            await send({"type": "websocket.close"})
            return
        try:
            await self._inner({**scope, "abort": _abort_of(send)}, receive, send)
        finally:
            self._limits.leave(address)


def _abort_of(send: Any) -> Callable[[], None]:
    """Return how to cut the line of a peer that reads nothing: ASGI itself would wait for it."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    return getattr(transport, "abort", _nothing)


def _nothing() -> None:
    """Leave a line alone whose server gives no way to cut it."""
