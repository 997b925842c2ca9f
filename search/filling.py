"""A new build is filled with every row, resumed where an earlier try was interrupted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from marketplace.journal.models import Link
from search.builder import documents_of, published_count, published_keys
from search.chunks import chunks
from search.cutting import in_processes
from search.encoding import with_known_vectors
from search.engine import builds
from search.engines.protocol import Engine
from search.following import follow, stands_in_chain
from search.forms import form
from search.marks import Mark

BATCH = 2_000
"""How many listings are written between two marks: an interrupted try loses no more."""

Progress = Callable[[str], object]


def begin(progress: Progress, *, anew: bool = False) -> Engine:
    """Return a build to be filled: the one that was interrupted where it still fits, else a new.

    Others that were never finished are removed; `anew` removes every one of them.
    """
    unfinished = [name for name in builds().names() if not builds().open(name).mark().is_whole]
    kept = None if anew else next(filter(_can_go_on, reversed(unfinished)), None)
    for name in unfinished:
        if name != kept:
            builds().drop(name)
    if kept is not None:
        engine = builds().open(kept)
        progress(f"build {kept}: going on after {engine.mark().filled}")
        return engine
    head = Link.head()
    name = f"{datetime.now(UTC):%Y%m%dt%H%M%S%f}"
    engine = builds().create(name)
    engine.set_mark(
        Mark(position=head.position, link=head.hash, form=form()) if head else Mark(form=form())
    )
    progress(f"build {name}: writing every listing")
    return engine


def fill(engine: Engine, progress: Progress) -> int:
    """Write every row that a build lacks, follow the journal from its mark, return how far it came.

    Rows are written at the position at which the build was begun. What changes meanwhile, also
    between two tries, has a later entry, so that following writes it again.
    """
    mark = engine.mark()
    total, done = published_count(), 0
    with in_processes(total):
        for keys in chunks(published_keys(after=mark.filled), BATCH):
            documents = documents_of(dict.fromkeys(keys, mark.position))
            engine.write(with_known_vectors(documents))
            mark = replace(mark, filled=keys[-1])
            engine.set_mark(mark)
            done += len(keys)
            progress(f"{done} of {total} listings written, up to {keys[-1]}")
    reached = follow(engine, mark.position)
    position = reached.position if reached else 0
    progress(f"followed the journal from {mark.position} to {position}")
    return position


def _can_go_on(name: str) -> bool:
    """Return whether an unfinished build has the present form and stands in the journal's chain."""
    mark = builds().open(name).mark()
    return bool(mark.filled) and mark.form == form() and stands_in_chain(mark)
