"""The life of a build: made beside the serving one, put in its place, kept for a return."""

from __future__ import annotations

import logging
from dataclasses import replace

from marketplace.journal import locks
from search import statistics
from search.acceptance import accept
from search.engine import builds
from search.engines.protocol import Engine
from search.filling import Progress, begin, fill
from search.following import follow, stands_in_chain
from search.forms import changed
from search.marks import WHOLE, Mark

logger = logging.getLogger(__name__)

LOCK = "search-build"


class BuildRunningError(Exception):
    """Another process is making a build at this moment."""


class NoBuildKeptError(Exception):
    """There is no build to go back to; the message says why."""


def ready() -> Engine:
    """Return the serving build, made anew first where there is none or it does not fit."""
    if unfitness() is not None:
        rebuild()
    return builds().current()


def writable() -> Engine:
    """Return the serving build, made anew first where it cannot take documents.

    One whose words alone are older takes them, and serves until another is ready.
    """
    mark = _serving_mark()
    if mark is None or "mapping" in changed(mark.form) or not stands_in_chain(mark):
        rebuild()
    return builds().current()


def unfitness() -> str | None:
    """Return why the serving build must be made anew, None where it fits.

    EngineUnavailable where the engine does not answer.
    """
    mark = _serving_mark()
    if mark is None:
        return "no build serves"
    names = changed(mark.form)
    if names:
        return f"{', '.join(names)} changed"
    if not stands_in_chain(mark):
        return "the journal lacks the last link of the serving build"
    return None


def rebuild(progress: Progress = logger.info, *, anew: bool = False) -> str:
    """Make a build of all rows, let it serve, and return its name.

    The old one serves until then, and is kept. A try that was interrupted is gone on with, unless
    `anew`. BuildRunningError while another process does the same, BuildRefusedError where the new
    build does not hold what it should.
    """
    with locks.attempt(LOCK) as is_mine:
        if not is_mine:
            raise BuildRunningError
        engine = begin(progress, anew=anew)
        position = fill(engine, progress)
        accept(engine, position, progress=progress)
        statistics.renew(engine)
        engine.set_mark(replace(engine.mark(), filled=WHOLE))
        _swap(engine, position, progress=progress)
    return engine.name


def roll_back(progress: Progress = logger.info) -> str:
    """Let the kept build serve again, after following the journal from its own mark to the head.

    The one that served is kept in turn. NoBuildKeptError where none is kept, or where it fits
    the rows no more.
    """
    with locks.attempt(LOCK) as is_mine:
        if not is_mine:
            raise BuildRunningError
        engine = _kept()
        mark = engine.mark()
        head = follow(engine, mark.position)
        position = head.position if head else 0
        progress(f"build {engine.name}: followed the journal from {mark.position} to {position}")
        if statistics.are_stale(engine):
            statistics.renew(engine)
        _swap(engine, position, progress=progress)
    return engine.name


def _kept() -> Engine:
    """Return the newest finished build that does not serve."""
    serving = builds().serving()
    others = [builds().open(name) for name in builds().names() if name != serving]
    whole = [engine for engine in others if engine.mark().is_whole]
    if not whole:
        raise NoBuildKeptError("no build is kept")
    engine = whole[-1]
    names = changed(engine.mark().form)
    if names:
        raise NoBuildKeptError(
            f"the kept build {engine.name} is of other code ({', '.join(names)} changed): "
            "go back to that code first"
        )
    if not stands_in_chain(engine.mark()):
        raise NoBuildKeptError(f"the journal lacks the last link of the kept build {engine.name}")
    return engine


def _swap(engine: Engine, position: int, *, progress: Progress) -> None:
    """Let a build serve in one step, and keep the one that did."""
    previous = builds().serving()
    builds().serve(engine.name)
    progress(f"build {engine.name} serves")
    # What the old build was given while the new one came to its place.
    follow(engine, position)
    for other in builds().names():
        if other not in {engine.name, previous}:
            builds().drop(other)


def _serving_mark() -> Mark | None:
    """Return the mark of the serving build, None before the first."""
    return None if builds().serving() is None else builds().current().mark()
