"""A second process of a worker, with an interpreter of its own and less priority."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable

from django.db import connections

logger = logging.getLogger(__name__)

NICE = 10
"""By how much its priority is lower: it keeps a share where every core is wanted."""


class Twin:
    """The second process, as the first one sees it."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._code: int | None = None

    def has_ended(self) -> bool:
        """Return whether it is gone, by itself or because it was killed."""
        if self._code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._code = os.waitstatus_to_exitcode(status)
        return self._code is not None

    def stop(self) -> int:
        """Let it finish its piece of work; return its exit code, negative for a signal."""
        if self._code is None:
            os.kill(self.pid, signal.SIGTERM)
            _, status = os.waitpid(self.pid, 0)
            self._code = os.waitstatus_to_exitcode(status)
        return self._code


def fork(work: Callable[[], None]) -> Twin:
    """Run `work` in a second process, which ends with this one, however this one ends.

    To be called before any thread is started; no connection to a database is shared.
    """
    connections.close_all()
    # This process never writes, and keeps its end open as long as it lives.
    watched, _held = os.pipe()
    pid = os.fork()
    if pid:
        os.close(watched)
        return Twin(pid)
    os.close(_held)
    code = 1
    try:
        threading.Thread(target=_end_with_first, args=(watched,), daemon=True).start()
        os.nice(NICE)
        work()
        code = 0
    except Exception:
        logger.exception("the second process ends")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _end_with_first(watched: int) -> None:
    os.read(watched, 1)
    os._exit(1)
