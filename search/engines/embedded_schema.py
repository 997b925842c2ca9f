"""The embedded index's fields, and queries on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from tantivy import Document, FieldType, Occur, Query, Schema, SchemaBuilder

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


@cache
def schema() -> Schema:
    """Return the schema: whitespace for text, raw for values, numbers as columns."""
    builder = SchemaBuilder()
    for name in ("key", *VALUES):
        builder.add_text_field(name, stored=name == "key", fast=True, tokenizer_name="raw")
    for name in TEXTS:
        builder.add_text_field(name, tokenizer_name="whitespace")
    for name in NUMBERS:
        builder.add_integer_field(name, stored=name == "version", indexed=True, fast=True)
    builder.add_boolean_field("visible", stored=True, indexed=True, fast=True)
    for name in ("digest", "document"):
        builder.add_bytes_field(name, stored=True)
    return builder.build()


def stored(document: ListingDocument, analysis: Analysis) -> Document:
    """Return a listing as the embedded engine stores it."""
    found = Document()
    found.add_text("key", document.key)
    found.add_boolean("visible", document.visible)
    for name, value in analysis.fields.items():
        found.add_text(name, value)
    for name, values in values_of(document).items():
        for value in values:
            found.add_text(name, value)
    for name, number in numbers_of(document).items():
        found.add_integer(name, number)
    found.add_bytes("digest", document.digest.encode())
    found.add_bytes("document", document.to_json().encode())
    return found


def visible_in(lists: Iterable[str]) -> Query:
    """Return what the public sees of some lists."""
    return every(
        Query.term_query(schema(), "visible", True),
        Query.term_set_query(schema(), "list_key", sorted(lists)),
    )


def chosen(filters: Filters, now: int, *, but: str = "") -> list[Query]:
    """Return a query for each facet with a choice, one facet left out."""
    return [
        some(
            Query.term_query(schema(), facets.FIELDS[facet], value)
            if facet in facets.FIELDS
            else within(facets.bounds(facet, value, now=now))
            for value in sorted(values)
        )
        for facet, values in filters.items()
        if facet != but and values
    ]


def within(bounds: Bounds | None) -> Query:
    """Return what lies within bounds; nothing does where there are none."""
    if bounds is None:
        return Query.empty_query()
    return every(
        *(
            Query.range_query(schema(), name, FieldType.Integer, lower, upper)
            for name, (lower, upper) in bounds.items()
        )
    )


def weighted(field: str, tokens: Iterable[tuple[str, float]]) -> Query:
    """Return what holds any of the tokens, scored by BM25 times their weights."""
    return some(
        Query.boost_query(Query.term_query(schema(), field, token, "freq"), weight)
        for token, weight in tokens
    )


def ranking(text: TextQuery) -> list[Query]:
    """Return the queries whose scores add up to the order of what fits a typed text."""
    scored = [
        Query.boost_query(
            weighted(field, text.characters if field == "characters" else text.words), weight
        )
        for field, weight in LIST_WEIGHTS.items()
    ]
    first = [
        Query.const_score_query(in_line(field, tokens), FIRST)
        for tokens in text.first
        for field in LINED
    ]
    return scored + first


def fitting(text: TextQuery) -> Query:
    """Return what fits a typed text, without a score."""
    parts = [(Occur.Must, _standing(clause)) for clause in text.strict]
    if text.clauses:
        some_of = [(Occur.Should, _standing(clause)) for clause in text.clauses]
        enough = Query.boolean_query(some_of, minimum_number_should_match=text.required)
        parts.append((Occur.Must, enough))
    if not parts:
        parts.append((Occur.Must, Query.all_query() if text.excluded else Query.empty_query()))
    parts += [(Occur.MustNot, _standing(clause)) for clause in text.excluded]
    return Query.boolean_query(parts)


def _standing(clause: Clause) -> Query:
    """Return what holds a clause in one of its wordings."""
    return some(query for wording in (clause, *clause.others) for query in _wording(wording))


def _wording(clause: Clause) -> Iterator[Query]:
    if clause.word:
        yield Query.term_query(schema(), "words", clause.word)
        yield Query.term_query(schema(), "name_words", clause.word)
    if clause.characters:
        yield from (in_line(field, clause.characters) for field in LINED)


def in_line(field: str, tokens: tuple[str, ...]) -> Query:
    """Return what holds the tokens one after the other."""
    if len(tokens) == 1:
        return Query.term_query(schema(), field, tokens[0])
    return Query.phrase_query(schema(), field, list(tokens))


def unscored(*queries: Query) -> Query:
    """Return what fits all queries, adding nothing to a score."""
    return Query.const_score_query(every(*queries), 0.0)


def every(*queries: Query) -> Query:
    """Return what fits all queries; everything where there are none."""
    if not queries:
        return Query.all_query()
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def some(queries: Iterable[Query]) -> Query:
    """Return what fits one query at least; nothing fits none."""
    found = [(Occur.Should, query) for query in queries]
    return Query.boolean_query(found) if found else Query.empty_query()
