"""Processes of our own that a test starts, kills and waits for."""

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60


class Program:
    """A Python process that inherits the test's database, and what it says."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._lines: queue.Queue[str | None] = queue.Queue()
        self.said: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def wait_for(self, words: str, patience: float = PATIENCE) -> str:
        """Return the next line that has the words; AssertionError with what it said instead."""
        while True:
            try:
                line = self._lines.get(timeout=patience)
            except queue.Empty:
                line = None
            if line is None:
                raise AssertionError(f"never said {words!r}:\n{''.join(self.said)}")
            if words in line:
                return line

    def kill(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        self._process.wait(PATIENCE)

    def stop(self) -> int:
        """Ask it to end, and return its exit code."""
        self._process.terminate()
        return self._process.wait(PATIENCE)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.said.append(line)
            self._lines.put(line)
        self._lines.put(None)


@contextmanager
def running(*arguments: str, **environment: str) -> Iterator[Program]:
    """Run a Python program during the block, and kill what is left of it afterwards."""
    program = Program(*arguments, **environment)
    try:
        yield program
    finally:
        program.kill()
