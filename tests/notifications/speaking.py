"""What a page says at its socket in tests that speak without a network."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from django.conf import settings

from marketplace.notifications import wake
from tests.notifications.line import Line

OWN = "http://portal.test"


def line(session: str = "", *, origin: str | None = OWN, host: str = "portal.test") -> Line:
    """A line that nobody has connected yet."""
    headers = [(b"host", host.encode())]
    if session:
        headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={session}".encode()))
    if origin is not None:
        headers.append((b"origin", origin.encode()))
    return Line("/ws/notifications/", headers)


@asynccontextmanager
async def page(session: str, last: int = 0, reads: int = 0) -> AsyncIterator[Line]:
    """A connected page that has shown everything up to a number."""
    wake.attach(asyncio.get_running_loop())
    socket = line(session)
    assert await socket.connect()
    await socket.say({"last": last, "reads": reads, "lang": "zh-Hans"})
    try:
        yield socket
    finally:
        await socket.hang_up()
        wake.attach(None)
