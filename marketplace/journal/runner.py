"""Runs everything that follows from a commit: sequencer, consumers, clock and tasks, as threads.

Every process that runs one works on tasks; only the leader links, consumes and keeps the clock.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import connection

from marketplace.journal import locks, wake
from marketplace.journal.clock_jobs import Clock
from marketplace.journal.consumers import Consumer, registered
from marketplace.journal.following import follow
from marketplace.journal.sequencer import link_pending
from marketplace.journal.task_worker import TaskWorker
from marketplace.journal.threads import Worker

logger = logging.getLogger(__name__)

Tell = Callable[[str], object]

# Seconds: how long the sequencer waits at most for a hint, consumers for a new head, the others
# for the leader's lock.
SEQUENCER_POLL = 0.2
CONSUMER_POLL = 2.0
LEADER_POLL = 0.5
STOP_TIMEOUT = 10.0


class Sequencer(Worker):
    """Links what was committed and announces the head to the consumers."""

    def __init__(self, head: wake.Head) -> None:
        super().__init__("sequencer")
        self._head = head

    def work(self) -> None:
        """Link what waits, then wait for a hint."""
        wake.committed.clear()
        self._head.announce(link_pending())
        wake.committed.wait(SEQUENCER_POLL)


class Listener(Worker):
    """Hears from PostgreSQL that another process committed an entry."""

    def __init__(self) -> None:
        super().__init__("listener")

    def work(self) -> None:
        """Listen until told to stop; an error of the database ends the connection."""
        connected = locks.dedicated_connection()
        try:
            with connection.wrap_database_errors:
                connected.execute(f"LISTEN {wake.CHANNEL}")
                while not self.stopping.is_set():
                    for _ in connected.notifies(timeout=1.0, stop_after=1):
                        wake.committed.set()
        finally:
            connected.close()


class Following(Worker):
    """Runs one consumer."""

    def __init__(self, consumer: Consumer, head: wake.Head) -> None:
        super().__init__(f"consumer-{consumer.name}")
        self._follower = follow(consumer)
        self._head = head

    def work(self) -> None:
        """Take what there is, or wait for a new head."""
        if not self._follower.advance():
            self._head.wait_beyond(self._follower.seen, CONSUMER_POLL)


class Crew:
    """The leader's threads."""

    def __init__(self) -> None:
        self._head = wake.Head()
        self._workers: list[Worker] = [Sequencer(self._head), Clock()]
        self._workers += [Following(consumer, self._head) for consumer in registered()]
        if connection.vendor == "postgresql":
            self._workers.append(Listener())

    def start(self) -> None:
        """Start every thread."""
        for worker in self._workers:
            worker.start()

    def stop(self) -> None:
        """Stop every thread and wait for it."""
        for worker in self._workers:
            worker.stop()
        self._head.stir()
        wake.committed.set()
        join_all(self._workers)


class Leadership(Worker):
    """Waits for the leader's lock, and works with a crew as long as it holds it."""

    def __init__(self, tell: Tell) -> None:
        super().__init__("leadership")
        self._lock = locks.lock(locks.LEADER)
        self._tell = tell

    def work(self) -> None:
        """Try for the lock; lead until told to stop or until the lock is lost."""
        if not self._lock.acquire():
            self.stopping.wait(LEADER_POLL)
            return
        crew = Crew()
        crew.start()
        self._tell("leads")
        try:
            while self._lock.is_held() and not self.stopping.wait(1.0):
                pass
        finally:
            crew.stop()
            self._lock.release()
            self._tell("leads no more")


class Runner:
    """Everything that a worker process, or the one embedded process, runs beside requests."""

    def __init__(self, tell: Tell = logger.info) -> None:
        self._workers: list[Worker] = [Leadership(tell), TaskWorker()]

    def start(self) -> None:
        """Start the threads; a runner starts once."""
        for worker in self._workers:
            worker.start()

    def stop(self) -> None:
        """Let every thread finish its piece of work, and wait for it."""
        for worker in self._workers:
            worker.stop()
        join_all(self._workers)


def join_all(threads: list[Worker]) -> None:
    """Wait for threads that were told to stop; complain about one that does not."""
    for thread in threads:
        thread.join(STOP_TIMEOUT)
        if thread.is_alive():
            logger.error("%s does not stop", thread.name)
