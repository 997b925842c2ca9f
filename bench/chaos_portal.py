"""Web processes and workers that a measurement kills and starts again, and who writes meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120.0
# Below those that the system gives to outgoing connections.
_STEADY = range(20_000, 30_000)


@dataclass
class Victim:
    """A process that is killed as a power cut would, and started again with the same words."""

    arguments: Sequence[str]
    environment: Mapping[str, str]
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; it comes up by itself."""
        self._process = subprocess.Popen(
            [sys.executable, *self.arguments],
            env=dict(self.environment),
            cwd=ROOT,
            stdout=sys.stderr,
        )

    @property
    def pid(self) -> int:
        """The process's number; it must have been started."""
        assert self._process is not None
        return self._process.pid

    def kill(self) -> bool:
        """End it; return whether it still ran, which only a killed one may not."""
        if self._process is None:
            return False
        ran = self._process.poll() is None
        self._process.kill()
        self._process.wait()
        self._process = None
        return ran


def steady_port() -> int:
    """Return a port that no outgoing connection takes while the process behind it is down."""
    for port in random.sample(_STEADY, len(_STEADY)):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("no port is free")


def web(port: int, environment: Mapping[str, str], *, world: str = "chaos_world") -> Victim:
    """Return a web process on a port of loopback, not started."""
    words = (
        f"-m uvicorn bench.{world}:application --port {port} --lifespan on "
        "--log-level warning --ws-max-size 65536 --ws-per-message-deflate false"
    )
    return Victim(words.split(), environment)


def worker(environment: Mapping[str, str]) -> Victim:
    """Return a worker, not started."""
    return Victim(("-m", "bench.chaos_world", "worker"), environment)


def wait_until_it_answers(port: int) -> None:
    """Wait for a web process; TimeoutError where it does not come up."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/live/versions/", timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"port {port} does not answer")


@dataclass
class Writer:
    """A process that writes what it is told, one line at a time."""

    environment: Mapping[str, str]
    world: str = "chaos_world"
    _process: asyncio.subprocess.Process | None = field(default=None)

    async def start(self) -> None:
        """Start it."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", f"bench.{self.world}", "write"),
            env=dict(self.environment),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )

    async def write(self, *numbers: int) -> None:
        """Have one line written, and wait until it stands in the database."""
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write((" ".join(map(str, numbers)) + "\n").encode())
        await self._process.stdin.drain()
        answer = await self._process.stdout.readline()
        assert answer == b"done\n", answer

    async def stop(self) -> None:
        """Let it come to its end."""
        if self._process is not None:
            assert self._process.stdin is not None
            self._process.stdin.close()
            await self._process.wait()
