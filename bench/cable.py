"""A cable between a portal and a service that others use, too: a measurement may cut it.

To the portal a cut cable is a service that is down; the service itself notices nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

from bench.chaos_portal import steady_port

_CHUNK = 65_536


class Cable:
    """Passes bytes on from a port of loopback, until it is cut and again once it is mended."""

    def __init__(self, url: str) -> None:
        self._parts = urlsplit(url)
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._port = steady_port()
        self._writers: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        """The service's address as the portal knows it, the same after each mending."""
        return urlunsplit(self._parts._replace(netloc=f"127.0.0.1:{self._port}"))

    def start(self) -> None:
        """Pass on from now on."""
        threading.Thread(target=self._loop.run_forever, name="cable", daemon=True).start()
        self.mend()

    def mend(self) -> None:
        """Take connections again; nothing where it was not cut."""
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)

    def cut(self) -> None:
        """Refuse connections, and end those that stand."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)

    def stop(self) -> None:
        """Cut it for good."""
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _listen(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._carry, "127.0.0.1", self._port)

    async def _end(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in self._writers:
            writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            there, back = await asyncio.open_connection(self._parts.hostname, self._parts.port)
            self._writers |= {writer, back}
            await asyncio.gather(_copy(reader, back), _copy(there, writer))
            self._writers -= {writer, back}


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while chunk := await reader.read(_CHUNK):
            writer.write(chunk)
            await writer.drain()
    writer.close()


@contextlib.contextmanager
def cable(url: str) -> Iterator[Cable]:
    """Yield a cable to a service during the block."""
    made = Cable(url)
    made.start()
    try:
        yield made
    finally:
        made.stop()
