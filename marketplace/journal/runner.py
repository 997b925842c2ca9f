"""Runs everything that follows from a commit: sequencer, consumers, clock and tasks, as threads.

Each half of the work has a leader of its own: one process at a time links and does what people wait
for, one follows with what takes long and keeps the clock. Every process with the long half works on
tasks.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from enum import Enum

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
# Between two links at least: entries that come close together are linked, and followed, together.
SEQUENCER_PAUSE = 0.15
CONSUMER_POLL = 2.0
LEADER_POLL = 0.5
STOP_TIMEOUT = 10.0


class Half(Enum):
    """The halves of the work, each with the lock of its leader.

    They have an interpreter each where a worker is two processes: then no reader of pages waits
    for an index.
    """

    PROMPT = locks.LEADER
    PATIENT = "leader-patient"

    @property
    def says(self) -> str:
        """What a process tells that begins to lead it."""
        return "leads" if self is Half.PROMPT else "does the long work"

    def takes(self, consumer: Consumer) -> bool:
        """Return whether a consumer belongs to this half."""
        return consumer.is_prompt == (self is Half.PROMPT)


class Sequencer(Worker):
    """Links what was committed and announces the head to the consumers."""

    def __init__(self, head: wake.Head) -> None:
        super().__init__("sequencer")
        self._head = head

    def work(self) -> None:
        """Link what waits, then wait for a hint."""
        wake.committed.clear()
        # What was linked before, consumers find by themselves when they begin.
        link_pending(self._head.announce)
        self.stopping.wait(SEQUENCER_PAUSE)
        wake.committed.wait(SEQUENCER_POLL)


class Listener(Worker):
    """Hears from PostgreSQL what other processes commit and link."""

    def __init__(self, head: wake.Head) -> None:
        super().__init__("listener")
        self._head = head

    def work(self) -> None:
        """Listen until told to stop; an error of the database ends the connection."""
        connected = locks.dedicated_connection()
        try:
            with connection.wrap_database_errors:
                for channel in wake.CHANNELS:
                    connected.execute(f"LISTEN {channel}")
                while not self.stopping.is_set():
                    for note in connected.notifies(timeout=1.0, stop_after=1):
                        if note.payload:
                            self._head.hear(note.payload)
                        else:
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
            wanted = self._follower.consumer.wanted()
            self._head.wait_beyond(self._follower.seen, CONSUMER_POLL, kinds=wanted)


class Crew:
    """The threads of a half's leader."""

    def __init__(self, half: Half, head: wake.Head) -> None:
        self._head = head
        first: Worker = Sequencer(head) if half is Half.PROMPT else Clock()
        following = [Following(one, head) for one in registered() if half.takes(one)]
        self._workers: list[Worker] = [first, *following]
        if connection.vendor == "postgresql":
            self._workers.append(Listener(head))

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
    """Waits for the lock of a half's leader, and works with a crew as long as it holds it."""

    def __init__(self, half: Half, head: wake.Head, *, tell: Tell) -> None:
        super().__init__(f"leadership-{half.name.lower()}")
        self._half, self._head = half, head
        self._lock = locks.lock(half.value)
        self._tell = tell

    def work(self) -> None:
        """Try for the lock; lead until told to stop or until the lock is lost."""
        if not self._lock.acquire():
            self.stopping.wait(LEADER_POLL)
            return
        crew = Crew(self._half, self._head)
        crew.start()
        self._tell(self._half.says)
        try:
            while self._lock.is_held() and not self.stopping.wait(1.0):
                pass
        finally:
            crew.stop()
            self._lock.release()
            self._tell(f"{self._half.says} no more")


class Runner:
    """What a worker process, or the one embedded process, runs beside requests: all, or a half."""

    def __init__(self, tell: Tell = logger.info, *, halves: Collection[Half] = tuple(Half)) -> None:
        head = wake.Head()
        self._workers: list[Worker] = [Leadership(half, head, tell=tell) for half in halves]
        if Half.PATIENT in halves:
            self._workers.append(TaskWorker())

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
