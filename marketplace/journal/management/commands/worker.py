"""`manage.py worker`: sequencer, consumers, clock and tasks beside the web processes."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from marketplace.journal.runner import Runner


class Command(BaseCommand):
    """Works until SIGTERM or SIGINT; of several workers one leads, the others stand by."""

    help = "Link and consume the journal, keep the clock and run tasks until told to stop."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the threads until a signal asks to stop, and let them finish."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        runner = Runner(tell=self._tell)
        runner.start()
        self._tell("worker started")
        stop.wait()
        runner.stop()
        self._tell("worker stopped")

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
