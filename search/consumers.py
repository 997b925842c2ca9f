"""The index is a consumer of the journal: the position is the version of a document."""

from __future__ import annotations

from collections.abc import Sequence

from marketplace.journal.consumers import batch_consumer
from marketplace.journal.models import Cursor, Entry
from search import statistics
from search.acceptance import BuildRefusedError
from search.affected import watched_kinds
from search.builds import BuildRunningError, writable
from search.engines.protocol import EngineUnavailable
from search.following import advance, follow, write_entries

NAME = "search_index"
_OUTAGES = (EngineUnavailable, BuildRunningError, BuildRefusedError)


@batch_consumer(NAME, watched_kinds, outages=_OUTAGES)
def index_on_entries(entries: Sequence[Entry]) -> None:
    """Write the listings that entries touch to the serving build."""
    engine = writable()
    # A build that came to its place while another followed may lack what that one was given.
    done = Cursor.objects.filter(name=NAME).values_list("position", flat=True).first() or 0
    position = engine.mark().position
    if position < done:
        follow(engine, position)
    # What it was filled with already is not written again; entries that were parked are.
    write_entries(engine, [one for one in entries if not done < one.position <= position])
    advance(engine, entries[-1].link)
    if statistics.are_stale(engine):
        statistics.renew(engine)
