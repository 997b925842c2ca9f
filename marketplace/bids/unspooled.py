"""Bodies of requests with sealed bids and reports: read into memory, never spooled to a disk."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    Application = Callable[..., Awaitable[Any]]

_SEALED: Final = re.compile(r"^(/en)?/demands/[\w-]+/(bid|report)/")
_MORE: Final = 1024 * 1024
"""What the texts of a form may add to one attachment, in bytes."""


class MemoryHandler(ASGIHandler):
    """Django's handler, with the body of a request in memory; a longer one is cut off."""

    async def read_body(self, receive: Callable[[], Awaitable[Mapping[str, Any]]]) -> BytesIO:
        """Return the body; RequestAborted where it is gone or has more than it may."""
        body = BytesIO()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise RequestAborted
            body.write(message.get("body", b""))
            if body.tell() > _most():
                raise RequestAborted
            if not message.get("more_body", False):
                body.seek(0)
                return body


class Unspooled:
    """Passes requests with sealed bodies to a handler that keeps them in memory, others on."""

    def __init__(self, pages: Application) -> None:
        """Stand before the pages."""
        self.pages = pages
        self.sealed = MemoryHandler()

    async def __call__(self, scope: dict[str, Any], *line: Any) -> None:
        """Pass on; a body that says that it is too long is refused before it is read."""
        if not _SEALED.match(scope["path"]):
            await self.pages(scope, *line)
        elif _length(scope) > _most():
            await _refuse(line[1])
        else:
            await self.sealed(scope, *line)


async def _refuse(send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
    text = "附件过大，请返回后换用较小的文件。".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": text})


def _length(scope: dict[str, Any]) -> int:
    given = dict(scope["headers"]).get(b"content-length", b"0")
    return int(given) if given.isdigit() else 0


def _most() -> int:
    return int(settings.MAX_ATTACHMENT_BYTES) + _MORE
