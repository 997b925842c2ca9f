"""Listings that mean much the same as a typed text, for a list in which its words find few."""

from __future__ import annotations

from collections.abc import Collection

from search.documents import order_of
from search.engine import builds
from search.engines.protocol import EngineUnavailable
from search.language import Kind, parse
from search.listing_search import ListQuery
from search.typed_order import ranking_for
from search.weights import WEIGHTS

MOST = 5
"""How many are shown."""

_ENOUGH = WEIGHTS.search["near_enough"]


def nearby(query: ListQuery, *, without: Collection[int] = ()) -> tuple[int, ...]:
    """Return the primary keys of a few listings of the list that are near in meaning, best first.

    They keep to the query's filters. None where nothing is near enough, where only words are
    compared or no engine answers, and where the text itself says what must stand, or must not.
    """
    parsed = parse(query.text)
    are_words = all(term.kind is Kind.WORDS for term in parsed.terms)
    if not parsed.terms or parsed.excluded or not are_words:
        return ()
    try:
        ranking, vector = ranking_for(builds().current(), query.text)
        if vector is None:
            return ()
        found = ranking.nearest(
            vector,
            lists=frozenset({query.list_key}),
            now=query.instant,
            filters=query.narrowed,
            most=MOST + len(without),
        )
    except EngineUnavailable:
        return ()
    near = (order_of(key)[1] for key, spreads in found if spreads >= _ENOUGH)
    return tuple(pk for pk in near if pk not in without)[:MOST]
