"""What a list holds of what was asked for: from the engine, or from the database without one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator

from cms.lists.facets import Counts
from marketplace.listings.filters import ListFilter, Order
from search import past_queries
from search.engines.protocol import EngineUnavailable
from search.highlighting import Highlighter
from search.listing_search import ListQuery, search_listings
from search.nearby import nearby

PER_PAGE = 20

FEW = 6
"""With fewer hits than this the page shows what is near in meaning, too."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results: their keys, where it stands among the pages, and what was counted.

    `counts` is None where the database answered. `notes` pair letters with the words that they
    were taken for. `near` are listings beside the results that are near in meaning.
    """

    pks: Sequence[int]
    total: int
    page: int
    pages: int
    counts: Counts | None
    highlighter: Highlighter
    notes: tuple[tuple[str, str], ...] = ()
    near: Sequence[int] = ()

    @property
    def is_plain(self) -> bool:
        """Return whether the database answered, without ranking and counts."""
        return self.counts is None


def find(list_key: str, filters: ListFilter, *, page: int) -> Found:
    """Return a page of the list; a number beyond the last page gives the last."""
    query = ListQuery(
        list_key=list_key,
        now=filters.now,
        text=filters.text,
        filters=filters.narrowing,
        facets=(*filters.FACETS, "batch"),
        sort=filters.order,
        page=page,
        per_page=PER_PAGE,
    )
    try:
        result = search_listings(query)
    except EngineUnavailable:
        return _from_database(filters, page)
    if page == 1 and not filters.narrowing:
        past_queries.note(list_key, filters.text, hits=result.total)
    return Found(
        pks=result.ids,
        total=result.total,
        page=result.page,
        pages=result.pages,
        counts=result.facet_counts,
        highlighter=result.highlighter,
        notes=result.notes,
        near=nearby(query, without=result.ids) if result.total < FEW else (),
    )


def first_keys(list_key: str, filters: ListFilter, *, order: str, most: int) -> Sequence[int]:
    """Return the first keys of what filters show in an order, from the engine or the database.

    Nothing is noted of it: programs ask again and again.
    """
    query = ListQuery(
        list_key=list_key,
        now=filters.now,
        text=filters.text,
        filters=filters.narrowing,
        sort=order,
        per_page=most,
    )
    try:
        return search_listings(query).ids
    except EngineUnavailable:
        rows = filters.qs.order_by(*Order.orders[order])
        return list(rows.values_list("pk", flat=True)[:most])


def _from_database(filters: ListFilter, page: int) -> Found:
    paginator: Paginator[Any] = Paginator(filters.qs.values_list("pk", flat=True), PER_PAGE)
    shown = paginator.get_page(page)
    return Found(
        pks=list(shown.object_list),
        total=paginator.count,
        page=shown.number,
        pages=paginator.num_pages,
        counts=None,
        highlighter=Highlighter(filters.text),
    )
