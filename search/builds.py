"""The life of a build: made beside the serving one, compared with the rows, put in its place."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime

from marketplace.journal import locks
from marketplace.journal.models import Link
from search import statistics
from search.builder import CHUNK, documents_of, published_keys
from search.chunks import chunks
from search.drift import drifts, recheck, repair
from search.engine import builds
from search.engines.fields import FORM
from search.engines.protocol import Engine
from search.following import follow, stands_in_chain
from search.marks import Mark

logger = logging.getLogger(__name__)

LOCK = "search-build"
_ROUNDS = 3

Progress = Callable[[str], object]


class BuildRunningError(Exception):
    """Another process is making a build at this moment."""


class BuildDriftError(Exception):
    """A new build differed from the rows however often it was repaired."""


def ready() -> Engine:
    """Return the serving build, made anew first where there is none or it does not fit."""
    if unfitness() is None:
        return builds().current()
    rebuild()
    return builds().current()


def unfitness() -> str | None:
    """Return why the serving build must be made anew, None where it fits.

    EngineUnavailable where the engine does not answer.
    """
    if builds().serving() is None:
        return "no build serves"
    mark = builds().current().mark()
    if mark.form != FORM:
        return "the serving build has another form"
    if not stands_in_chain(mark):
        return "the journal lacks the last link of the serving build"
    return None


def rebuild(progress: Progress = logger.info) -> str:
    """Make a new build of all rows, let it serve, and return its name.

    The old one serves until then, and is kept; what an interrupted try left is removed.
    BuildRunningError while another process does the same.
    """
    with locks.attempt(LOCK) as is_mine:
        if not is_mine:
            raise BuildRunningError
        name = f"{datetime.now(UTC):%Y%m%dt%H%M%S%f}"
        previous = builds().serving()
        engine = builds().create(name)
        progress(f"build {name}: writing every listing")
        position = _backfill(engine, progress)
        _compare(engine, position, progress=progress)
        statistics.renew(engine)
        builds().serve(name)
        progress(f"build {name} serves")
        # What the old build was given while the new one came to its place.
        follow(builds().open(name), position)
        for other in builds().names():
            if other not in {name, previous}:
                builds().drop(other)
    return name


def _backfill(engine: Engine, progress: Progress) -> int:
    """Write every row at the present head, follow from there, and return how far it came."""
    head = Link.head()
    position = head.position if head else 0
    done = 0
    for keys in chunks(published_keys(), CHUNK):
        engine.write(documents_of(dict.fromkeys(keys, position)))
        done += len(keys)
        progress(f"{done} listings")
    engine.set_mark(Mark(position=position, link=head.hash if head else "", form=FORM))
    reached = follow(engine, position)
    return reached.position if reached else 0


def _compare(engine: Engine, position: int, *, progress: Progress) -> None:
    """Compare a new build with the rows; BuildDriftError where repairing does not help."""
    found = drifts(engine)
    for _ in range(_ROUNDS):
        if not found:
            return
        progress(f"{len(found)} listings differ, written again")
        follow(engine, position)
        repair(engine, found)
        found = recheck(engine, [drift.key for drift in found])
    raise BuildDriftError(", ".join(drift.key for drift in found[:20]))
