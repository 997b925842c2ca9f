"""Threads that work until they are told to stop, and outlive outages."""

from __future__ import annotations

import logging
import threading

from django.db import connections

from marketplace.journal.consumers import DATABASE_OUTAGES, OutageError

logger = logging.getLogger(__name__)

_OUTAGES: tuple[type[Exception], ...] = (OutageError, *DATABASE_OUTAGES)
FIRST_PAUSE = 0.2
NOTABLE_PAUSE = 3.0
"""Shorter ones are a consumer's waiting for another, and told as information."""

LONGEST_PAUSE = 30.0


class Worker(threading.Thread):
    """A thread that does one piece of work after another, with growing pauses while it cannot."""

    def __init__(self, name: str) -> None:
        super().__init__(name=name, daemon=True)
        self.stopping = threading.Event()

    def work(self) -> None:
        """Do one piece of work, or wait a short while for some."""
        raise NotImplementedError

    def stop(self) -> None:
        """Ask the thread to end after its present piece of work."""
        self.stopping.set()

    def run(self) -> None:
        """Work until told to stop, and close the thread's connections."""
        pause = FIRST_PAUSE
        while not self.stopping.is_set():
            try:
                self.work()
            except _OUTAGES as error:
                level = logging.WARNING if pause >= NOTABLE_PAUSE else logging.INFO
                logger.log(level, "%s pauses %.1f s: %s", self.name, pause, error)
            except Exception:
                logger.exception("%s pauses %.1f s", self.name, pause)
            else:
                pause = FIRST_PAUSE
                continue
            connections.close_all()
            self.stopping.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        connections.close_all()
