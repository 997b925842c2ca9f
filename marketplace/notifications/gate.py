"""The first door of every websocket: an address that holds or opens too many is refused cheaply."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings

from marketplace.notifications.limits import LIMITS, Limits
from marketplace.notifications.shared_limits import SharedLimits, shared_limits

Scope = dict[str, Any]


class Gate:
    """Refuses before a session is read: by what this process knows, then by what all of them do.

    The address is the connection's own.
    Behind a proxy the server sets it from X-Forwarded-For, for the proxies that
    FORWARDED_ALLOW_IPS names and for no others.
    """

    def __init__(
        self,
        inner: Any,
        *,
        limits: Limits = LIMITS,
        shared: Callable[[], SharedLimits] = shared_limits,
    ) -> None:
        self._inner = inner
        self._limits = limits
        self._shared = shared

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Pass on, or answer 403 before the handshake."""
        address = f"address {(scope.get('client') or [''])[0]}"
        if not await self._enters(address):
            await receive()
            # A response of our own, such as 429, is an error in the server's log, once a connect.
            await send({"type": "websocket.close"})
            return
        try:
            await self._inner({**scope, "abort": _abort_of(send)}, receive, send)
        finally:
            self._leave(address)

    async def _enters(self, address: str) -> bool:
        """Count a connect, and its socket where it is let in."""
        limits, most = self._limits, settings.SOCKETS_PER_ADDRESS
        if limits.comes_too_fast(address) or not limits.enter(address, most=most):
            return False
        is_admitted = False
        try:
            rate = settings.SOCKET_CONNECTS_A_MINUTE
            is_admitted = await self._shared().admits(address, most=most, rate=rate)
        finally:
            if not is_admitted:
                self._leave(address)
        return is_admitted

    def _leave(self, address: str) -> None:
        self._limits.leave(address)
        self._shared().left(address)


def _abort_of(send: Any) -> Callable[[], None]:
    """Return how to cut the line of a peer that reads nothing: ASGI itself would wait for it."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    return getattr(transport, "abort", _nothing)


def _nothing() -> None:
    """Leave a line alone whose server gives no way to cut it."""
