"""Lets only the portal's own pages open a websocket: browsers send cookies along from anywhere."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from channels.middleware import BaseMiddleware
from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import split_domain_port, validate_host

Scope = dict[str, Any]


class SameOrigin(BaseMiddleware):  # type: ignore[misc]
    """Refuses a websocket whose Origin is neither the host it asks for nor a trusted origin."""

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Pass on, or answer 403 before the handshake."""
        app = self.inner if is_own(scope) else WebsocketDenier()
        await app(scope, receive, send)


def is_own(scope: Scope) -> bool:
    """Return whether the handshake comes from one of the portal's own pages."""
    origin, host = _header(scope, b"origin").lower(), _header(scope, b"host").lower()
    if origin and origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    secure_only = settings.SECURE_SSL_REDIRECT
    if parts.scheme not in ({"https"} if secure_only else {"http", "https"}):
        return False
    return parts.netloc == host and _is_allowed(host)


def _is_allowed(host: str) -> bool:
    domain, _ = split_domain_port(host)
    local = [".localhost", "127.0.0.1", "[::1]"] if settings.DEBUG else []
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS or local)


def _header(scope: Scope, name: bytes) -> str:
    values = [value for key, value in scope.get("headers", ()) if key == name]
    return values[0].decode("latin-1") if len(values) == 1 else ""
