"""What detail and match pages ask: which listings of the other side fit one, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from marketplace.listings.gates import Gate
from marketplace.listings.models import Capability, Demand
from search import statistics
from search.builder import document_of
from search.engine import builds
from search.explanation import Explanation
from search.matching import Match, Matcher

_OPEN = {"state": frozenset({"open", "upcoming"})}


def matcher() -> Matcher:
    """Return the matcher of the serving build; EngineUnavailable where there is none."""
    engine = builds().current()
    return Matcher(engine, statistics.scorer_of(engine))


def capabilities_for(demand: Demand, *, now: datetime, limit: int = 6) -> tuple[Match, ...]:
    """Return the public capabilities that fit a demand best, as their rows' keys with scores.

    The rows are to be read again by `match.pk`. EngineUnavailable where nobody can say.
    """
    return matcher().capabilities_for(document_of(demand), now=int(now.timestamp()), limit=limit)


def demands_for(
    capability: Capability, *, now: datetime, limit: int = 6, with_closed: bool = False
) -> tuple[Match, ...]:
    """Return the public demands that a capability fits best, closed ones only when asked for."""
    return matcher().demands_for(
        document_of(capability),
        now=int(now.timestamp()),
        limit=limit,
        filters={} if with_closed else _OPEN,
    )


def explain_pair(
    demand: Demand, capability: Capability, *, gates: Sequence[Gate] = ()
) -> Explanation:
    """Return why a pair fits, as both rows stand now; EngineUnavailable without statistics."""
    return matcher().explain(document_of(demand), document_of(capability), gates)


def explain_matches(
    listing: Demand | Capability, matches: Sequence[Match]
) -> Mapping[int, Explanation]:
    """Return why each match fits a listing, by the match's primary key, from the index alone."""
    found = matcher()
    mine = document_of(listing)
    others = found.engine.documents([match.key for match in matches])
    return {
        other.pk: found.explain(mine, other)
        if mine.kind == "demand"
        else found.explain(other, mine)
        for other in others.values()
    }
