"""What a page says at its socket in tests that speak without a network."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from django.conf import settings
from django.test import Client

from marketplace.accounts.models import User
from marketplace.notifications import wake
from tests.notifications.line import Line

OWN = "http://portal.test"
COUNTS_UP = ("number", "url", "at", "line", "last", "reads")


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


def session_of(person: User) -> str:
    """Sign a person in, and return the cookie."""
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


async def frames_of(socket: Line, *awaited: str) -> list[str]:
    """Return all that is heard, at least what is awaited, without what counts up."""
    heard, missing = [], {*awaited}
    while missing or not await socket.receive_nothing(timeout=0.2):
        frame = await socket.hear()
        missing -= frame.keys()
        for one in (frame, *frame.get("notices", ())):
            for name in COUNTS_UP:
                one.pop(name, None)
        heard.append(json.dumps(frame, ensure_ascii=False))
    return heard
