"""Brings every consumer to the end of the journal, or waits until the leader has done so."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from marketplace.journal import locks
from marketplace.journal.consumers import Consumer, OutageError, registered
from marketplace.journal.following import Follower, follow, upcoming
from marketplace.journal.models import Cursor, Pending
from marketplace.journal.sequencer import link_pending

Progress = Callable[[int], None]
PAUSE = 0.1
# Seconds between two words about the progress: counting what is left costs queries.
TELLING = 1.0


class NotCaughtUpError(Exception):
    """Consumers did not reach the end of the journal in time; the message names them."""


def run_until_caught_up(*, patience: float = 60.0, progress: Progress | None = None) -> None:
    """Link every committed entry and run all consumers to the end of the journal.

    Where another process leads, wait for it instead. `progress` hears every second, and at the
    end, how many entries are left, summed over consumers. NotCaughtUpError after `patience`
    seconds in which that number did not fall.
    """
    followers = [follow(consumer) for consumer in registered()]
    tell = _now_and_then(progress)
    least, deadline = None, time.monotonic() + patience
    while True:
        with locks.attempt(locks.LEADER) as leading:
            outages = _advance_all(followers, tell) if leading else []
        left = entries_left()
        if progress is not None:
            progress(left)
        if left == 0:
            return
        if least is None or left < least:
            least, deadline = left, time.monotonic() + patience
        elif time.monotonic() > deadline:
            raise NotCaughtUpError("; ".join(outages) or f"{left} entries left")
        threading.Event().wait(PAUSE)


def entries_left() -> int:
    """Return how many entries wait for a position or a consumer, summed over consumers."""
    return Pending.objects.count() + sum(lag(consumer) for consumer in registered())


def lag(consumer: Consumer) -> int:
    """Return how many linked entries a consumer has not taken."""
    cursor = Cursor.objects.filter(name=consumer.name).first()
    if cursor is None:
        return upcoming(consumer, 0).count()
    return upcoming(consumer, cursor.position).count() + bool(cursor.key)


def _now_and_then(progress: Progress | None) -> Callable[[], None]:
    """Return a function to call often, which tells what is left when it is time to."""
    told = time.monotonic()

    def tell() -> None:
        nonlocal told
        if progress is not None and time.monotonic() - told > TELLING:
            progress(entries_left())
            told = time.monotonic()

    return tell


def _advance_all(followers: list[Follower], tell: Callable[[], None]) -> list[str]:
    outages: dict[str, str] = {}
    moved = True
    while moved:
        link_pending()
        moved = False
        for follower in followers:
            try:
                while follower.consumer.name not in outages and follower.advance():
                    moved = True
                    tell()
            except OutageError as error:
                outages[follower.consumer.name] = str(error)
    return list(outages.values())
