"""`manage.py worker`: sequencer, consumers, clock and tasks beside the web processes."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Collection
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from marketplace.journal import twin
from marketplace.journal.runner import Half, Runner

Ended = Callable[[], bool]

_SWITCH = 0.0005
"""Seconds after which a thread that works lets another one go on: most wait for the database, and
each of their many answers waits for its turn."""

_LOOK = 1.0
"""Seconds between two looks whether the second process still lives."""


class Command(BaseCommand):
    """Works until SIGTERM or SIGINT; of several workers one leads, the others stand by."""

    help = "Link and consume the journal, keep the clock and run tasks until told to stop."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the threads until a signal asks to stop, and let them finish.

        On PostgreSQL it is two processes, and the end of either is the end of both.
        """
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        if connection.vendor != "postgresql":
            self._work(stop, tuple(Half))
            return
        other = twin.fork(lambda: _run(Runner(halves=(Half.PATIENT,)), stop))
        self._work(stop, (Half.PROMPT,), until=other.has_ended)
        if code := other.stop():
            raise CommandError(f"the second process ended with {code}")

    def _work(
        self, stop: threading.Event, halves: Collection[Half], *, until: Ended = lambda: False
    ) -> None:
        runner = Runner(self._tell, halves=halves)
        self._tell("worker started")
        _run(runner, stop, until=until)
        self._tell("worker stopped")

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _run(runner: Runner, stop: threading.Event, *, until: Ended = lambda: False) -> None:
    sys.setswitchinterval(_SWITCH)
    runner.start()
    while not (stop.wait(_LOOK) or until()):
        pass
    runner.stop()
