"""Thousands of websockets of one process that only note when a text came: as light as can be."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import sys
import time

_LONG, _LONGEST = 126, 127
_CLOSE, _PING, _TEXT = 8, 9, 1
_AT_ONCE = 50


class Light(asyncio.Protocol):
    """A client end: handshake, one message, and the instant of each text that comes."""

    def __init__(self, port: int, path: str, *, says: str) -> None:
        self._port, self._path, self._says = port, path, says
        self._buffer = b""
        self._transport: asyncio.Transport | None = None
        self.is_open = asyncio.get_running_loop().create_future()
        self.heard: list[tuple[float, str]] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the protocol."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        host = f"127.0.0.1:{self._port}"
        lines = (
            f"GET {self._path} HTTP/1.1",
            f"Host: {host}",
            f"Origin: http://{host}",
            *("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"),
            f"Sec-WebSocket-Key: {key}",
        )
        transport.write(("\r\n".join(lines) + "\r\n\r\n").encode())

    def data_received(self, data: bytes) -> None:
        """Take the answer to the handshake, and then frames."""
        self._buffer += data
        if not self.is_open.done():
            head, end, rest = self._buffer.partition(b"\r\n\r\n")
            if not end:
                return
            self._buffer = rest
            self.is_open.set_result(b" 101 " in head[:20])
            if self._says:
                self._send(_TEXT, self._says.encode())
        while self._take_frame():
            pass

    def connection_lost(self, exc: Exception | None) -> None:
        """Say so to who waits for the handshake."""
        if not self.is_open.done():
            self.is_open.set_result(False)

    def _take_frame(self) -> bool:
        if len(self._buffer) < 2:
            return False
        opcode, size, start = self._buffer[0] & 15, self._buffer[1], 2
        if size in {_LONG, _LONGEST}:
            start = 4 if size == _LONG else 10
            size = int.from_bytes(self._buffer[2:start], "big")
        if len(self._buffer) < start + size:
            return False
        body = self._buffer[start : start + size]
        self._buffer = self._buffer[start + size :]
        if opcode == _TEXT:
            self.heard.append((time.time(), body.decode()))
        elif opcode == _PING:
            self._send(10, body)
        return True

    def _send(self, opcode: int, body: bytes) -> None:
        assert self._transport is not None
        size = (
            bytes([0x80 | len(body)])
            if len(body) < _LONG
            else (bytes([0x80 | _LONG]) + len(body).to_bytes(2, "big"))
        )
        self._transport.write(bytes([0x80 | opcode]) + size + bytes(4) + body)


async def hold(port: int, path: str, *, says: str, count: int) -> list[Light]:
    """Open so many sockets, some at once; RuntimeError where one is refused."""
    loop = asyncio.get_running_loop()
    opened: list[Light] = []
    while len(opened) < count:
        some = min(_AT_ONCE, count - len(opened))
        pairs = await asyncio.gather(
            *(
                loop.create_connection(lambda: Light(port, path, says=says), "127.0.0.1", port)
                for _ in range(some)
            )
        )
        lights = [light for _, light in pairs]
        if not all([await light.is_open for light in lights]):
            raise RuntimeError(f"{path} refuses a socket")
        opened += lights
    return opened


async def _serve(port: int, path: str, *, says: str, count: int) -> None:
    """Hold sockets; for each line `expect` answer with the instants of the texts since the last."""
    lights = await hold(port, path, says=says, count=count)
    loop = asyncio.get_running_loop()
    print("open", flush=True)
    while await loop.run_in_executor(None, sys.stdin.readline):
        deadline = loop.time() + 30
        while not all(light.heard for light in lights) and loop.time() < deadline:  # noqa: ASYNC110 - thousands of events would be heavier
            await asyncio.sleep(0.01)
        print(json.dumps([light.heard[0][0] if light.heard else None for light in lights]))
        for light in lights:
            light.heard.clear()
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), sys.argv[2], says=sys.argv[3], count=int(sys.argv[4])))
