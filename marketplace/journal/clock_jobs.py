"""Jobs that the clock starts: they run in the leader alone, one after another."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from marketplace.journal.threads import Worker

logger = logging.getLogger(__name__)

Job = Callable[[], None]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class ClockJob:
    """A function, and how many seconds pass between two of its starts."""

    name: str
    seconds: float
    run: Job


_registry: dict[str, ClockJob] = {}


def every(*, seconds: float, name: str) -> Callable[[Job], Job]:
    """Run the function again and again; it asks `core.clock` itself what is due.

    It must be short and safe to run twice. ValueError for a name that is taken.
    """

    def decorate(function: Job) -> Job:
        if name in _registry:
            raise ValueError(f"clock job {name!r} is registered twice")
        _registry[name] = ClockJob(name, seconds, function)
        return function

    return decorate


def each_alone(items: Iterable[Item], do: Callable[[Item], object]) -> None:
    """Do something with each; one that fails is logged by its key and holds up no other."""
    for item in items:
        try:
            do(item)
        except Exception:
            key = getattr(item, "pk", item)
            logger.exception("%s failed for %s %s", do.__name__, type(item).__name__, key)


def registered() -> list[ClockJob]:
    """Return the jobs in the order of their registration."""
    return list(_registry.values())


def run_all() -> None:
    """Run every job once, now: for tests and commands."""
    for job in registered():
        job.run()


class Clock(Worker):
    """The thread that starts each job when it is due."""

    def __init__(self) -> None:
        super().__init__("clock")
        self._due: dict[str, float] = {}

    def work(self) -> None:
        """Run the jobs that are due, and wait for the next one; one that fails holds up none."""
        for job in registered():
            if self._due.get(job.name, 0.0) <= time.monotonic() and not self.stopping.is_set():
                self._run(job)
                self._due[job.name] = time.monotonic() + job.seconds
        next_due = min(self._due.values(), default=time.monotonic() + 1.0)
        self.stopping.wait(max(next_due - time.monotonic(), 0.0))

    def _run(self, job: ClockJob) -> None:
        try:
            job.run()
        except Exception:
            logger.exception("clock job %s failed", job.name)
