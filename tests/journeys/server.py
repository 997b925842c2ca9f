"""The portal as processes of its own, on the database and folder of the test that asks for it."""

from __future__ import annotations

import multiprocessing
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess

from django.conf import settings

from tests.journeys import forked

_WITHIN = 60.0


# Reading the portal's code takes seconds: one process reads it, and each portal is its fork.
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(forked.READ)


@contextmanager
def running() -> Iterator[str]:
    """Run web (and, on services, a worker) until the block ends; yield the address."""
    port = _free_port()
    processes = [_FORKS.Process(target=forked.web, args=(port,))]
    if not settings.EMBEDDED:
        processes.append(_FORKS.Process(target=forked.worker))
    for process in processes:
        process.start()
    try:
        address = f"http://127.0.0.1:{port}"
        _await(address, processes[0])
        yield address
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.join(timeout=20)


def _await(address: str, process: BaseProcess) -> None:
    """Return once the portal answers; RuntimeError where it ended or takes too long."""
    until = time.monotonic() + _WITHIN
    while time.monotonic() < until:
        if not process.is_alive():
            raise RuntimeError("the portal ended while it started")
        try:
            with urllib.request.urlopen(f"{address}/about/", timeout=5):  # noqa: S310 - our own
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            process.join(timeout=0.1)
    raise RuntimeError("the portal did not answer in time")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
