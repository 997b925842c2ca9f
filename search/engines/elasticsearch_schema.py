"""The Elasticsearch index's mapping, and queries on it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from elasticsearch import dsl
from elasticsearch.dsl import A, Binary, Boolean, Keyword, Long, Q, Text
from elasticsearch.dsl.aggs import Agg
from elasticsearch.dsl.query import Bool, MatchNone, Query, Range, Term, Terms

from search import facets
from search.documents import ListingDocument
from search.engines.fields import (
    FIRST,
    LINED,
    LIST_WEIGHTS,
    NUMBERS,
    TEXTS,
    VALUES,
    numbers_of,
    values_of,
)
from search.engines.protocol import Clause, Filters, TextQuery
from search.facets import Bounds
from search.profiles import Analysis

WINDOW = 1_000_000
"""The deepest hit that a page may show."""

_MOST_VALUES = 10_000


def _mapping() -> dsl.Mapping:
    """Return the fields; no other comes in unannounced."""
    found = dsl.Mapping().meta("dynamic", "strict")
    for name in TEXTS:
        found.field(name, Text(analyzer="whitespace"))
    for name in ("key", *VALUES):
        found.field(name, Keyword())
    for name in NUMBERS:
        found.field(name, Long())
    found.field("visible", Boolean())
    for name in ("digest", "wording", "document"):
        found.field(name, Keyword(index=False, doc_values=False))
    # A column, so that many are read without what else is kept of a listing.
    found.field("packed", Binary(doc_values=True))
    return found


class ListingIndex(dsl.Document):
    """A listing: tokens that the application cut, values that facets count, what is only kept."""

    class Meta:
        """The mapping is made from the fields that both engines share."""

        mapping = _mapping()

    class Index:
        """One shard: the statistics of several would differ from the embedded engine's."""

        settings = {
            "number_of_shards": 1,
            "number_of_replicas": 0,
            "max_result_window": WINDOW,
            # Whatever writes refreshes: what was written is found by the next call.
            "refresh_interval": -1,
        }


def action(
    document: ListingDocument, analysis: Analysis, *, index: str, repair: bool
) -> dict[str, Any]:
    """Return the bulk action that writes a document unless a newer one stands there."""
    return {
        "_index": index,
        "_id": document.key,
        "version": document.version,
        "version_type": "external_gte" if repair else "external",
        "_source": {
            "key": document.key,
            "visible": document.visible,
            "digest": document.digest,
            "packed": b64encode(analysis.profile.packed).decode(),
            "wording": analysis.profile.wording.decode(),
            "document": document.to_json(),
            **analysis.fields,
            **values_of(document),
            **numbers_of(document),
        },
    }


def shown_of(keys: Iterable[str]) -> Query:
    """Return those of some listings that the public sees."""
    return every([Term(visible=True), Q("ids", values=list(keys))])


def visible_in(lists: Iterable[str]) -> Query:
    """Return what the public sees of some lists."""
    return every([Term(visible=True), Terms(list_key=sorted(lists))])


def chosen(filters: Filters, now: int, *, but: str = "") -> list[Query]:
    """Return a query for each facet with a choice, one facet left out."""
    return [
        Q("terms", **{facets.FIELDS[facet]: sorted(values)})
        if facet in facets.FIELDS
        else some(within(facets.bounds(facet, value, now=now)) for value in sorted(values))
        for facet, values in filters.items()
        if facet != but and values
    ]


def within(bounds: Bounds | None) -> Query:
    """Return what lies within bounds; nothing does where there are none."""
    if bounds is None:
        return MatchNone()
    return every(
        [Range(**{name: {"gte": lower, "lte": upper}}) for name, (lower, upper) in bounds.items()]
    )


def weighted(field: str, tokens: Iterable[tuple[str, float]], *, boost: float = 1.0) -> Query:
    """Return what holds any of the tokens, scored by BM25 times their weights."""
    terms = [Term(**{field: {"value": token, "boost": weight}}) for token, weight in tokens]
    return Bool(should=terms, minimum_should_match=1, boost=boost) if terms else MatchNone()


def ranking(text: TextQuery) -> list[Query]:
    """Return the queries whose scores add up to the order of what fits a typed text."""
    scored = [
        weighted(field, text.characters if field == "characters" else text.words, boost=weight)
        for field, weight in LIST_WEIGHTS.items()
    ]
    first = [
        Q("constant_score", filter=in_line(field, tokens), boost=FIRST)
        for tokens in text.first
        for field in LINED
    ]
    return scored + first


def fitting(text: TextQuery) -> Query:
    """Return what fits a typed text."""
    must = [_standing(clause) for clause in text.strict]
    if text.clauses:
        some_of = [_standing(clause) for clause in text.clauses]
        must.append(Bool(should=some_of, minimum_should_match=text.required))
    if not (must or text.excluded):
        return MatchNone()
    return Bool(filter=must, must_not=[_standing(clause) for clause in text.excluded])


def _standing(clause: Clause) -> Query:
    """Return what holds a clause in one of its wordings."""
    return some(query for wording in (clause, *clause.others) for query in _wording(wording))


def _wording(clause: Clause) -> Iterator[Query]:
    if clause.word:
        yield Term(words=clause.word)
        yield Term(name_words=clause.word)
    if clause.characters:
        yield from (in_line(field, clause.characters) for field in LINED)


def in_line(field: str, tokens: tuple[str, ...]) -> Query:
    """Return what holds the tokens one after the other."""
    return Q("match_phrase", **{field: " ".join(tokens)})


def scored(scores: Iterable[Query], filters: Iterable[Query], *, must: bool) -> Query:
    """Return what fits the filters, scored by queries of which one must fit, or none must."""
    found = list(scores)
    return Bool(filter=list(filters), should=found, minimum_should_match=int(must))


def every(queries: Iterable[Query]) -> Query:
    """Return what fits all queries, without a score."""
    return Bool(filter=list(queries))


def some(queries: Iterable[Query]) -> Query:
    """Return what fits one query at least; nothing fits none."""
    found = list(queries)
    return Bool(should=found, minimum_should_match=1) if found else MatchNone()


def counting(facet: str, filters: Filters, *, now: int) -> Agg[Any]:
    """Return the counts of a facet's values among what the other facets leave."""
    others = among(chosen(filters, now, but=facet))
    if facet in facets.CLOCKED:
        buckets = {
            value: within(facets.bounds(facet, value, now=now)) for value in facets.CLOCKED[facet]
        }
        others.bucket("values", "filters", filters=buckets)
    else:
        others.bucket("values", "terms", field=facets.FIELDS[facet], size=_MOST_VALUES)
    return others


def among(filters: Iterable[Query]) -> Agg[Any]:
    """Return the count of what fits all filters."""
    found: Agg[Any] = A("filter", filter=every(filters))
    return found


def counted(answer: Any) -> dict[str, int]:
    """Return the counts in the answer to `counting`."""
    buckets = answer["values"]["buckets"]
    if isinstance(buckets, Mapping):
        return {value: bucket["doc_count"] for value, bucket in buckets.items()}
    return {bucket["key"]: bucket["doc_count"] for bucket in buckets}
