"""Nearest neighbours in Elasticsearch: a field for each model, so that models never mix."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from elasticsearch import Elasticsearch, helpers
from elasticsearch.dsl import Search
from elasticsearch.dsl.query import Query

from search.documents import Encoded
from search.engines.ordering import first_depth, top
from search.engines.protocol import Hits, QueryVector

DEEPEST = 10_000
"""How many neighbours Elasticsearch gives at most."""

_MODEL_DIGITS = 12
_LEAST_LOOKED_AT = 500
_SCAN_SIZE = 1_000
_CONFLICT = 409


def properties(model: str, dimensions: int) -> dict[str, Any]:
    """Return the fields of a model: the vector, and the digest of the text it was made of."""
    return {
        _vector(model): {
            "type": "dense_vector",
            "dims": dimensions,
            "index": True,
            "similarity": "cosine",
            "index_options": {"type": settings.VECTOR_INDEX},
        },
        _digest(model): {"type": "keyword"},
    }


def values_of(encoded: Encoded | None) -> dict[str, Any]:
    """Return what a document says of its vector."""
    if encoded is None:
        return {}
    return {
        _vector(encoded.model): encoded.vector.tolist(),
        _digest(encoded.model): encoded.digest,
    }


def nearest(search: Search, asked: QueryVector, *, shown: Query, depth: int) -> Search:
    """Return the search of the nearest visible listings, down to a depth."""
    return search.source(False).knn(
        field=_vector(asked.model),
        k=depth,
        num_candidates=min(max(2 * depth, _LEAST_LOOKED_AT), DEEPEST),
        query_vector=[float(value) for value in asked.values],
        filter=shown,
    )[:depth]


def best(search: Search, asked: QueryVector, *, shown: Query, size: int, first: Any) -> Hits:
    """Return the nearest listings; `first` is the answer at the depth that was asked before."""

    def fetch(depth: int) -> list[tuple[str, float]]:
        if depth == first_depth(size, DEEPEST):
            return _cosines(first)
        return _cosines(nearest(search, asked, shown=shown, depth=depth).execute())

    return top(fetch, size, deepest=DEEPEST)


def hits(answer: Any) -> list[dict[str, Any]]:
    """Return the hits of an answer as they came: an object for each of hundreds takes its time."""
    found: list[dict[str, Any]] = answer.to_dict()["hits"]["hits"]
    return found


def give(client: Elasticsearch, index: str, *, encoded: Sequence[Encoded]) -> list[Any]:
    """Write vectors to the visible documents that stand there, and return what was refused.

    A document that was written meanwhile keeps what that write said.
    """
    answer = client.mget(index=index, ids=[one.key for one in encoded])
    standing = {found["_id"]: found["_source"] for found in answer["docs"] if found.get("found")}
    actions = [
        {
            "_index": index,
            "_id": one.key,
            "version": standing[one.key]["version"],
            "version_type": "external_gte",
            "_source": _without_vectors(standing[one.key]) | values_of(one),
        }
        for one in encoded
        if one.key in standing and standing[one.key]["visible"]
    ]
    answers = helpers.streaming_bulk(client, actions, raise_on_error=False)
    failed = [answer["index"] for is_written, answer in answers if not is_written]
    client.indices.refresh(index=index)
    return [one for one in failed if one["status"] != _CONFLICT]


def encoded(client: Elasticsearch, index: str, *, model: str) -> Iterator[tuple[str, str]]:
    """Yield the key of every vector of a model, and the digest of its text."""
    query = {"query": {"exists": {"field": _digest(model)}}, "_source": [_digest(model)]}
    for hit in helpers.scan(client, index=index, query=query, size=_SCAN_SIZE):
        yield hit["_id"], hit["_source"][_digest(model)]


def count(client: Elasticsearch, index: str, *, model: str) -> int:
    """Return how many vectors of a model there are."""
    answer = client.count(index=index, query={"exists": {"field": _digest(model)}})
    return int(answer["count"])


def _without_vectors(source: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document without the vectors of whatever model."""
    return {
        name: value
        for name, value in source.items()
        if not name.startswith(("vector_", "encoded_"))
    }


def _cosines(answer: Any) -> list[tuple[str, float]]:
    """Return keys and cosines: Elasticsearch keeps scores above zero."""
    return [(hit["_id"], 2 * float(hit["_score"]) - 1) for hit in hits(answer)]


def _vector(model: str) -> str:
    return f"vector_{_short(model)}"


def _digest(model: str) -> str:
    return f"encoded_{_short(model)}"


def _short(model: str) -> str:
    return hashlib.sha256(model.encode()).hexdigest()[:_MODEL_DIGITS]
