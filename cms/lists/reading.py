"""What a list holds of what was asked for: from the engine, or from the database without one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from cms.lists.address import Address
from cms.lists.facets import Counts
from marketplace.listings.filters import ListFilter
from search import past_queries
from search.engines.protocol import EngineUnavailable
from search.highlighting import Highlighter
from search.listing_search import ListQuery, search_listings
from search.text import cut

PER_PAGE = 20
_MOST_HINTS = 4


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results: their keys, where it stands among the pages, and what was counted.

    `counts` is None where the database answered.
    """

    pks: Sequence[int]
    total: int
    page: int
    pages: int
    counts: Counts | None
    highlighter: Highlighter

    @property
    def is_plain(self) -> bool:
        """Return whether the database answered, without ranking and counts."""
        return self.counts is None


@dataclass(frozen=True, slots=True)
class Hint:
    """A way out of an empty list: what to ask for instead, and how much that would show."""

    label: str
    address: Address
    count: int


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
    )


def looser(list_key: str, filters: ListFilter, *, address: Address) -> list[Hint]:
    """Return what to ask for instead of what showed nothing; only what would show something."""
    hints = []
    for label, text, narrowing, wide in _wider(filters, address):
        query = ListQuery(
            list_key=list_key, now=filters.now, text=text, filters=narrowing, per_page=1
        )
        try:
            total = search_listings(query).total
        except EngineUnavailable:
            return []
        if total:
            hints.append(Hint(label, wide, total))
    return hints


def _wider(
    filters: ListFilter, address: Address
) -> Iterator[tuple[str, str, dict[str, list[str]], Address]]:
    """Yield wider questions: a label, the text, what narrows it, and the address."""
    everywhere = address.without_names((*filters.FACETS, "batch")).with_choice("batch", "all")
    if filters.narrowing:
        yield _("Without the filters"), filters.text, {}, everywhere
    for word in _parts(filters.text)[:_MOST_HINTS]:
        label = _("Only “%(word)s”") % {"word": word}
        yield label, word, filters.narrowing, address.with_choice("q", word)
    if filters.text and filters.narrowing:
        yield _("Without the search text"), "", filters.narrowing, address.with_choice("q", "")


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


def _parts(text: str) -> list[str]:
    """Return the parts of a search that can be asked for alone; one part is none."""
    given = text.split()
    if len(given) == 1:
        units = [text[token.start : token.end] for token in cut(text).units]
        given = [word for word in units if len(word) > 1]
    return list(dict.fromkeys(given)) if len(given) > 1 else []
