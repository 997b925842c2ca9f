"""What list pages ask: a page of one list, narrowed, counted and ordered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from search import typed, typed_order, vocabulary_held
from search.documents import LISTS, order_of
from search.engine import builds
from search.engines.protocol import Engine, Filters, ListSearch, Page, Sort
from search.facets import is_facet
from search.highlighting import Highlighter
from search.queries import text_query
from search.synonyms import NONE, Thesaurus, current
from search.vocabulary import EMPTY, Vocabulary

PER_PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """What a list page wants: the list by its key, the typed text, the chosen values by facet.

    `now` is the page's instant, at which openness and deadlines are evaluated.
    """

    list_key: str
    now: datetime
    text: str = ""
    filters: Mapping[str, Collection[str]] = field(default_factory=dict)
    facets: Sequence[str] = ()
    sort: str = Sort.RELEVANCE
    page: int = 1
    per_page: int = PER_PAGE

    @property
    def instant(self) -> int:
        """Return `now` as engines know it."""
        return int(self.now.timestamp())

    @property
    def narrowed(self) -> Filters:
        """Return the filters that choose something, as engines know them."""
        return {name: frozenset(values) for name, values in self.filters.items() if values}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListResult:
    """Primary keys of a page in order, all hits, the counts of each facet, what marks the texts.

    `page` is the one shown: the last where a later one was asked for. `notes` pair letters that
    were typed with the words that they were taken for.
    """

    ids: tuple[int, ...]
    total: int
    page: int
    pages: int
    facet_counts: Mapping[str, Mapping[str, int]]
    highlighter: Highlighter
    notes: tuple[tuple[str, str], ...] = ()


def search_listings(query: ListQuery, synonyms: Thesaurus | None = None) -> ListResult:
    """Return a page of a list; EngineUnavailable where the plain database must answer.

    `synonyms` are those that work now, unless others are given for a look. The rows are to be read
    again by their keys, as the reader may see them. ValueError for a list, a facet or an order that
    does not exist; a value that does not exist fits nothing.
    """
    _check(query)
    read = _reader([query], synonyms)
    page = max(query.page, 1)
    engine = builds().current()
    found = _found(engine, _asked(query, read, page=page), typed=query.text)
    pages = max(-(-found.total // query.per_page), 1)
    if page > pages:
        page = pages
        found = _found(engine, _asked(query, read, page=page), typed=query.text)
    return ListResult(
        ids=tuple(order_of(key)[1] for key in found.keys),
        total=found.total,
        page=page,
        pages=pages,
        facet_counts=found.counts,
        highlighter=Highlighter(query.text, read[0], vocabulary=read[1]),
        notes=typed.read(query.text, read[0], vocabulary=read[1]).notes,
    )


def _found(engine: Engine, asked: ListSearch, *, typed: str) -> Page:
    """Return a page; the first ones of a typed search in the order of its formula."""
    if asked.text is None or not typed_order.is_reordered(asked):
        return engine.search(asked)
    reached = engine.search(replace(asked, offset=0, limit=typed_order.REACH))
    keys = typed_order.ordered(engine, reached.keys, typed=typed, text=asked.text)
    return replace(reached, keys=tuple(keys[asked.offset : asked.offset + asked.limit]))


def count_listings(queries: Sequence[ListQuery]) -> list[int]:
    """Return how many listings each query finds, in one question to the engine.

    EngineUnavailable and ValueError as `search_listings`.
    """
    for query in queries:
        _check(query)
    read = _reader(queries, None)
    return builds().current().totals([_asked(query, read, page=1) for query in queries])


def _check(query: ListQuery) -> None:
    if query.list_key not in LISTS:
        raise ValueError(f"no list {query.list_key!r}")
    unknown = [name for name in (*query.filters, *query.facets) if not is_facet(name)]
    if unknown:
        raise ValueError(f"no facets {unknown}")


def _reader(
    queries: Iterable[ListQuery], synonyms: Thesaurus | None
) -> tuple[Thesaurus, Vocabulary]:
    """Return what texts are read with, nothing where there is none to read."""
    if not any(query.text.strip() for query in queries):
        return NONE, EMPTY
    return current() if synonyms is None else synonyms, vocabulary_held.current().vocabulary


def _asked(query: ListQuery, read: tuple[Thesaurus, Vocabulary], *, page: int) -> ListSearch:
    return ListSearch(
        lists=frozenset({query.list_key}),
        now=query.instant,
        text=text_query(query.text, read[0], vocabulary=read[1]),
        filters=query.narrowed,
        facets=tuple(query.facets),
        sort=Sort(query.sort),
        offset=(page - 1) * query.per_page,
        limit=query.per_page,
    )
