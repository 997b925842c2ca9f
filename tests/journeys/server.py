"""The portal as processes of its own, on the database and folder of the test that asks for it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

_WITHIN = 60.0


@contextmanager
def running() -> Iterator[str]:
    """Run web (and, on services, a worker) until the block ends; yield the address."""
    port = _free_port()
    web = [sys.executable, "-m", "uvicorn", "marketplace.asgi:application"]
    web += ["--port", str(port), "--lifespan", "on", "--log-level", "warning"]
    commands = [web]
    if not settings.EMBEDDED:
        commands.append([sys.executable, "manage.py", "worker"])
    environment = {**os.environ, "RUN_CONSUMERS": str(settings.EMBEDDED)}
    processes = [subprocess.Popen(command, env=environment) for command in commands]
    try:
        address = f"http://127.0.0.1:{port}"
        _await(address, processes[0])
        yield address
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(timeout=20)


def _await(address: str, process: subprocess.Popen[bytes]) -> None:
    """Return once the portal answers; RuntimeError where it ended or takes too long."""
    until = time.monotonic() + _WITHIN
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError("the portal ended while it started")
        try:
            with urllib.request.urlopen(f"{address}/about/", timeout=5):  # noqa: S310 - our own
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            process_wait(process)
    raise RuntimeError("the portal did not answer in time")


def process_wait(process: subprocess.Popen[bytes]) -> None:
    """Give a process a moment to start."""
    try:
        process.wait(timeout=0.2)
    except subprocess.TimeoutExpired:
        return


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
