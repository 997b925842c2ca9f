"""The Elasticsearch engine: an index for each build, an alias on the serving one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, helpers
from elasticsearch.dsl import MultiSearch, Search
from elasticsearch.dsl.query import Query
from numpy.typing import NDArray
from pybase64 import b64decode

from search import documents, marks
from search.cutting import analyses
from search.documents import Encoded, ListingDocument
from search.engines import elasticsearch_schema as on
from search.engines import elasticsearch_vectors as near
from search.engines.ordering import first_depth, segments, share_of_deleted, stretches, top
from search.engines.protocol import (
    CandidateQuery,
    Candidates,
    EngineUnavailable,
    Held,
    Hits,
    ListSearch,
    Page,
    Sort,
    Written,
    newest,
)
from search.marks import Mark
from search.packing import Shelf
from search.profiles import Analysis, Profile

_MERGE_SECONDS = 600
_DEEPEST = 10_000
"""How deep ties are followed: behind it the engine's own order of equal scores stands."""

_CONFLICT = 409
_SCAN_SIZE = 1_000
_FEW = 1_000
"""How many documents are sent by this thread, which starts no other for them."""

_SENDERS = 2


class ElasticsearchEngine:
    """A build in an index."""

    def __init__(
        self, client: Elasticsearch, index: str, *, name: str, slow_client: Elasticsearch
    ) -> None:
        self.name = name
        self._client = client
        self._slow_client = slow_client
        self._index = index
        self._models: set[str] = set()

    def write(self, documents: Iterable[ListingDocument], *, repair: bool = False) -> Written:
        """Write documents that are newer than what stands there; with `repair`, as new ones too."""
        asked = newest(documents)
        if not asked:
            return Written(0, 0)
        due = list(asked.values())
        actions = (
            self._action(document, analysis, repair=repair)
            for document, analysis in zip(due, analyses(due), strict=True)
        )
        with answering():
            self._need_fields([one.encoded for one in due if one.encoded])
            answers = list(self._sent(actions, count=len(due)))
            self._slow_client.indices.refresh(index=self._index)
        written = sum(is_written for is_written, _ in answers)
        failed = [
            answer
            for is_written, answer in answers
            if not is_written and answer["index"]["status"] != _CONFLICT
        ]
        if failed:
            raise EngineUnavailable(f"{len(failed)} documents were refused: {failed[0]}")
        return Written(written, len(asked) - written)

    def _sent(
        self, actions: Iterable[dict[str, Any]], *, count: int
    ) -> Iterable[tuple[bool, dict[str, Any]]]:
        """Send what is to be written, and yield the answer to each."""
        if count <= _FEW:
            return helpers.streaming_bulk(self._slow_client, actions, raise_on_error=False)
        # One thread sends while another cuts the next texts.
        return helpers.parallel_bulk(
            self._slow_client, actions, _SENDERS, raise_on_error=False, queue_size=1
        )

    def set_vectors(self, encoded: Sequence[Encoded]) -> None:
        """Give visible listings that it holds their vectors; what is said of them stays."""
        if not encoded:
            return
        with answering():
            self._need_fields(encoded)
            failed = near.give(self._slow_client, self._index, encoded=encoded)
        if failed:
            raise EngineUnavailable(f"{len(failed)} vectors were refused: {failed[0]}")

    def encoded(self, model: str) -> Iterator[tuple[str, str]]:
        """Yield the key of every vector of a model, and the digest of its text."""
        with answering():
            yield from near.encoded(self._client, self._index, model=model)

    def vector_count(self, model: str) -> int:
        """Return how many vectors of a model it holds."""
        with answering():
            return near.count(self._client, self._index, model=model)

    def vectors(self, keys: Sequence[str], model: str) -> dict[str, NDArray[np.float32]]:
        """Return none: they stand where only a search reads them."""
        return {}

    def candidates(self, query: CandidateQuery) -> Candidates:
        """Return the visible listings that share most with the weighted tokens, or are nearest."""
        shown = on.every([on.visible_in(query.lists), *on.chosen(query.filters, query.now)])
        # How many there are is not asked, so that the engine may pass over what cannot be best.
        base = self._search().extra(track_total_hits=False)
        asked = [
            _scored(base, [on.weighted(field, tokens)], filters=[shown], must=True)
            for field, tokens in (("words", query.words), ("characters", query.characters))
        ]
        depth = first_depth(query.size, _DEEPEST)
        with answering():
            both = MultiSearch(using=self._client, index=self._index)
            for search in asked:
                both = both.add(search[:depth])
            if query.vector:
                both = both.add(near.nearest(base, query.vector, shown=shown, depth=depth))
            answers = both.execute()
            words, characters = (
                _top(search, query.size, first=_hits(answer))
                for search, answer in zip(asked, answers, strict=False)
            )
            vectors = (
                near.best(base, query.vector, shown=shown, size=query.size, first=answers[-1])
                if query.vector
                else ()
            )
        return Candidates(words, characters, vectors)

    def search(self, query: ListSearch) -> Page:
        """Return a page of visible listings; a page behind the last is empty."""
        base = _base(query)
        search = self._search().post_filter(on.every(on.chosen(query.filters, query.now)))
        for facet in query.facets:
            search.aggs[facet] = on.counting(facet, query.filters, now=query.now)
        with answering():
            if query.text is not None and query.sort is Sort.RELEVANCE:
                return _by_relevance(_scored(search, on.ranking(query.text), filters=base), query)
            return _by_value(search.query(on.every(base)), query)

    def totals(self, queries: Sequence[ListSearch]) -> list[int]:
        """Return how many listings each query finds, whatever page it asks for."""
        if not queries:
            return []
        asked = MultiSearch(using=self._client, index=self._index)
        for query in queries:
            fit = [*_base(query), *on.chosen(query.filters, query.now)]
            asked = asked.add(self._search().query(on.every(fit))[:0])
        with answering():
            return [_total(answer) for answer in asked.execute()]

    def profiles(self, keys: Sequence[str]) -> dict[str, Profile]:
        """Return the profiles of the keys that it holds, hidden ones left out."""
        found = self._sources(keys, ("packed", "wording", "visible"))
        return {
            key: Profile(b64decode(source["packed"]), source["wording"].encode())
            for key, source in found.items()
            if source["visible"]
        }

    def shelf(self, keys: Sequence[str]) -> Shelf:
        """Return what scores read of the same, and no more, in no particular order."""
        if not keys:
            return Shelf([])
        with answering():
            answer = self._client.search(
                index=self._index,
                query=on.shown_of(keys).to_dict(),
                size=len(keys),
                source=False,
                stored_fields="_none_",
                docvalue_fields=[{"field": "packed"}],
                sort="_doc",
                track_total_hits=False,
            )
        return Shelf([b64decode(hit["fields"]["packed"][0]) for hit in answer["hits"]["hits"]])

    def documents(self, keys: Sequence[str]) -> dict[str, ListingDocument]:
        """Return the documents of the keys that it holds, hidden ones too."""
        found = self._sources(keys, ("document",))
        return {
            key: documents.from_json(json.loads(source["document"]))
            for key, source in found.items()
        }

    def held(self) -> Iterator[Held]:
        """Yield what it holds of every listing, hidden ones too, in no particular order."""
        names = ["key", "version", "visible", "digest"]
        with answering():
            self._client.indices.refresh(index=self._index)
            for hit in helpers.scan(
                self._client,
                index=self._index,
                query={"_source": names},
                size=_SCAN_SIZE,
            ):
                yield Held(**{name: hit["_source"][name] for name in names})

    def count(self) -> int:
        """Return how many visible listings it holds."""
        with answering():
            return int(self._search().filter("term", visible=True).count())

    def deleted_share(self) -> float:
        """Return the share of overwritten documents that its statistics still count."""
        with answering():
            found = self._client.indices.stats(index=self._index, metric="docs")
        held = found["_all"]["primaries"]["docs"]
        return share_of_deleted(held["deleted"], of=held["count"] + held["deleted"])

    def expunge(self) -> bool:
        """Merge the segments that hold much of what was overwritten.

        The engine keeps the last half minute of it, for a copy to catch up; the next call drops it.
        """
        with answering():
            client = self._client.options(request_timeout=_MERGE_SECONDS)
            client.indices.flush(index=self._index)
            client.indices.forcemerge(index=self._index, only_expunge_deletes=True)
        return True

    def mark(self) -> Mark:
        """Return how far it has come."""
        with answering():
            found = self._client.indices.get_mapping(index=self._index)
        meta = next(iter(found.values()))["mappings"].get("_meta", {})
        return marks.from_dict(meta.get("mark", {}))

    def set_mark(self, mark: Mark) -> None:
        """Write how far it has come."""
        with answering():
            self._slow_client.indices.put_mapping(index=self._index, meta={"mark": mark.to_dict()})

    def _action(
        self, document: ListingDocument, analysis: Analysis, *, repair: bool
    ) -> dict[str, Any]:
        """Return the bulk action that writes a document with its vector."""
        action = on.action(document, analysis, index=self._index, repair=repair)
        action["_source"] |= near.values_of(document.encoded)
        return action

    def _need_fields(self, encoded: Iterable[Encoded]) -> None:
        """Let the index have fields for the models of vectors; those that stand stay as they are.

        Another kind of vector index is another build: no field changes its kind.
        """
        for model, dimensions in {(one.model, len(one.vector)) for one in encoded}:
            if model not in self._models:
                found = self._slow_client.indices.get_mapping(index=self._index)
                standing = next(iter(found.values()))["mappings"]["properties"]
                fields = near.properties(model, dimensions)
                missing = {name: fields[name] for name in fields if name not in standing}
                if missing:
                    self._slow_client.indices.put_mapping(index=self._index, properties=missing)
                self._models.add(model)

    def _search(self) -> Search:
        """Return a search of this build that counts every hit."""
        return Search(using=self._client, index=self._index).extra(track_total_hits=True)

    def _sources(self, keys: Sequence[str], names: Sequence[str]) -> dict[str, Any]:
        """Return stored values of the keys that the index holds."""
        if not keys:
            return {}
        with answering():
            answer = self._client.mget(
                index=self._index, ids=list(keys), source_includes=list(names)
            )
        return {found["_id"]: found["_source"] for found in answer["docs"] if found.get("found")}


@contextmanager
def answering() -> Iterator[None]:
    """Turn what the client raises into EngineUnavailable."""
    try:
        yield
    except (ApiError, TransportError, helpers.ScanError, helpers.BulkIndexError) as error:
        raise EngineUnavailable(str(error)) from error


def _scored(
    search: Search, scores: Sequence[Query], *, filters: Sequence[Query], must: bool = False
) -> Search:
    """Return the search of keys with scores, ties by key."""
    return (
        search.query(on.scored(scores, filters, must=must)).source(False).sort("_score", "ordinal")
    )


def _base(query: ListSearch) -> list[Query]:
    """Return what fits the lists and the text."""
    shown = [on.visible_in(query.lists)]
    return shown if query.text is None else [*shown, on.fitting(query.text)]


def _by_relevance(search: Search, query: ListSearch) -> Page:
    """Return a page of what fits a text, best first."""
    last = query.offset + query.limit
    depth = first_depth(last, _DEEPEST) if last < _DEEPEST else 0
    answer = search[:depth].execute()
    total = _total(answer)
    keys: tuple[str, ...] = ()
    if depth:
        best = _top(search.extra(aggs={}), last, first=_hits(answer))
        keys = tuple(key for key, _ in best[query.offset :])
    elif query.offset < total:
        keys = _keys(search, offset=query.offset, limit=query.limit)
    return Page(keys, total, _counts(answer, query))


def _by_value(search: Search, query: ListSearch) -> Page:
    """Return a page in the order of a value."""
    parts = segments(query.sort, query.now)
    for index, part in enumerate(parts):
        filters = [*on.chosen(query.filters, query.now), on.within(part.bounds)]
        search.aggs[f"segment:{index}"] = on.among(filters)
    answer = search[:0].execute()
    sizes = [answer.aggregations[f"segment:{index}"].doc_count for index in range(len(parts))]
    keys = tuple(
        key
        for index, offset, limit in stretches(sizes, offset=query.offset, limit=query.limit)
        for key in _keys(
            search.filter(on.within(parts[index].bounds)).sort(
                f"{'-' if parts[index].descending else ''}{parts[index].by}"
            ),
            offset=offset,
            limit=limit,
        )
    )
    return Page(keys, _total(answer), _counts(answer, query))


def _keys(search: Search, *, offset: int, limit: int) -> tuple[str, ...]:
    """Return the keys of a stretch of hits; behind the window there are none."""
    if offset + limit > on.WINDOW:
        return ()
    answer = search.extra(aggs={}).source(False)[offset : offset + limit].execute()
    return tuple(hit["_id"] for hit in near.hits(answer))


def _top(search: Search, size: int, *, first: list[tuple[str, float]]) -> Hits:
    """Return the first hits of a scored search; some were fetched before."""
    shallow = first_depth(size, _DEEPEST)

    def fetch(depth: int) -> list[tuple[str, float]]:
        return first if depth == shallow else _hits(search[:depth].execute())

    return top(fetch, size, deepest=_DEEPEST)


def _hits(answer: Any) -> list[tuple[str, float]]:
    """Return keys and scores of an answer."""
    return [(hit["_id"], float(hit["_score"])) for hit in near.hits(answer)]


def _total(answer: Any) -> int:
    """Return how many hits there are."""
    return int(answer.to_dict()["hits"]["total"]["value"])


def _counts(answer: Any, query: ListSearch) -> dict[str, dict[str, int]]:
    """Return the counts of an answer by facet."""
    found: Mapping[str, Any] = answer.aggregations.to_dict() if query.facets else {}
    return {facet: on.counted(found[facet]) for facet in query.facets}
