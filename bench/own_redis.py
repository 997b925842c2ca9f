"""A Redis of a measurement's own on a free port of loopback, which it may kill and start again."""

from __future__ import annotations

import shutil
import subprocess

from bench.chaos_portal import steady_port


class OwnRedis:
    """A server that keeps nothing; FileNotFoundError where the package is missing."""

    def __init__(self) -> None:
        found = shutil.which("redis-server")
        if found is None:
            raise FileNotFoundError("no Redis of its own: apt-get install redis-server")
        self._program = found
        self._port = str(steady_port())
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """The address, the same after each start."""
        return f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        """Start it, and return when it answers."""
        settled = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(
            [self._program, "--port", self._port, *settled], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        said: list[str] = []
        for line in self._process.stdout:
            said.append(line)
            if "Ready to accept connections" in line:
                return
        raise AssertionError(f"Redis did not start: {said}")

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
