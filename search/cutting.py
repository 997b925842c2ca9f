"""Texts cut by several processes at once, while this one feeds the engine."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar

from search.documents import ListingDocument
from search.engines.protocol import EngineUnavailable
from search.profiles import Analysis, analyse

ENOUGH = 4_000
"""How many documents are worth starting processes, each of which reads the dictionary."""

_TOGETHER = 50
"""How many documents go to a process at a time."""

_processes: ContextVar[ProcessPoolExecutor | None] = ContextVar("processes", default=None)


@contextmanager
def in_processes(count: int, *, cores: int = os.cpu_count() or 1) -> Iterator[None]:
    """Let this thread's `analyses` use every core, where so many documents are worth it."""
    if cores == 1 or count < ENOUGH:
        yield
        return
    # Not forked: this process has threads, and locks that they hold.
    spawning = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(cores, spawning, initializer=_begin) as processes:
        before = _processes.set(processes)
        try:
            yield
        finally:
            _processes.reset(before)


def analyses(documents: Sequence[ListingDocument]) -> Iterator[Analysis]:
    """Return what `analyse` gives of each document, in order.

    EngineUnavailable where a process was ended meanwhile: whoever feeds an engine tries again.
    """
    processes = _processes.get()
    return map(analyse, documents) if processes is None else _cut_by(processes, documents)


def _cut_by(
    processes: ProcessPoolExecutor, documents: Sequence[ListingDocument]
) -> Iterator[Analysis]:
    try:
        yield from processes.map(analyse, documents, chunksize=_TOGETHER)
    except BrokenExecutor as error:
        raise EngineUnavailable("a process that cuts texts was ended") from error


def _begin() -> None:
    """Let a process end with the one that started it, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()  # What cutting leaves behind has no cycles.


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
