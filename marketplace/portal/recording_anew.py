"""Works matches out anew when their basis changed: statistics, weights, a vector, the firm."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Q

from marketplace.journal.clock_jobs import every
from marketplace.journal.consumers import OutageError
from marketplace.listings.models import Capability, Demand
from marketplace.matches.models import Shortlist
from marketplace.portal.drawn import key_of
from marketplace.portal.recording import basis_of, record_for
from search.chunks import chunks
from search.engines.protocol import EngineUnavailable
from search.matching import Matcher
from search.pairs import matcher
from search.vectors import having_vectors

_SECONDS: Final = 2.0
"""How long one run takes at most, beyond the listing that it is at: other jobs wait."""

_CHUNK: Final = 100


@every(seconds=20, name="matches_anew")
def record_anew() -> None:
    """Record some of the matches whose basis is another by now, those of the newest first."""
    deadline = time.monotonic() + _SECONDS
    try:
        serving = matcher()
        for shortlist in _indexed(serving):
            record_for(shortlist.listing, position=shortlist.position)
            if time.monotonic() > deadline:
                return
    except (EngineUnavailable, OutageError):
        return  # the next run finds the same


def outdated(serving: Matcher) -> Iterator[Shortlist]:
    """Yield public listings' shortlists that rest on something else than is there now."""
    with_words, with_meaning = (basis_of(serving, has_vector=has) for has in (False, True))
    models: dict[str, Any] = {"demand": Demand, "capability": Capability}
    for side, model in models.items():
        rows = Shortlist.objects.filter(
            **{f"{side}__in": model.objects.public()}, computed_at__isnull=False
        )
        has = having_vectors(side, f"{side}_id", model=serving.model)
        for present, basis in ((has, with_meaning), (~has, with_words)):
            stale = rows.filter(present).exclude(basis=basis)
            yield from _newest_first(stale.select_related(f"{side}__lifecycle__owner"))


def _newest_first(rows: Any) -> Iterator[Shortlist]:
    """Yield rows by their keys, some at a time: those before may have changed meanwhile."""
    below: Q = Q()
    while some := list(rows.filter(below).order_by("-pk")[:_CHUNK]):
        yield from some
        below = Q(pk__lt=some[-1].pk)


def _indexed(serving: Matcher) -> Iterator[Shortlist]:
    """Yield outdated shortlists of listings that the index holds; a repair brings back others."""
    for some in chunks(outdated(serving), _CHUNK):
        keys = {key_of(one.listing): one for one in some}
        found = serving.engine.documents(list(keys))
        yield from (one for key, one in keys.items() if key in found)
