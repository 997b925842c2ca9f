"""The embedded engine: a tantivy index in a folder, written by one process, read by all."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import DocAddress, Occur, Order, Query, Searcher

from search import documents, facets, marks
from search.cutting import analyses
from search.documents import Encoded, ListingDocument
from search.engines import embedded_schema as on
from search.engines.embedded_vectors import EmbeddedVectors
from search.engines.fields import key_of, ordinal_of
from search.engines.ordering import Segment, segments, share_of_deleted, stretches, top
from search.engines.profile_file import Halves, ProfileFile
from search.engines.protocol import (
    CandidateQuery,
    Candidates,
    EngineUnavailable,
    Held,
    Hits,
    ListSearch,
    Page,
    Written,
    newest,
)
from search.marks import Mark
from search.packing import Shelf
from search.profiles import Profile

_HEAP_BYTES = 64_000_000
_MOST_VALUES = 10_000
"""More values than any facet has: tantivy counts no more than it is asked for."""


class EmbeddedEngine:
    """A build in a folder. Readers notice a commit of another process at their next question."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._path = path
        self._mark = path / "mark.json"
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._vectors = EmbeddedVectors(path)
        self._profiles = ProfileFile(path)
        with answering():
            self._index = tantivy.Index.open(str(path))

    def write(self, documents: Iterable[ListingDocument], *, repair: bool = False) -> Written:
        """Write documents that are newer than what stands there; with `repair`, as new ones too."""
        asked = newest(documents)
        if not asked:
            return Written(0, 0)
        with self._lock, answering():
            writer = self._index.writer(_HEAP_BYTES, 1)
            try:
                due = self._due(asked, repair=repair)
                profiles: list[tuple[int, Halves]] = []
                for document, analysis in zip(due, analyses(due), strict=True):
                    writer.delete_documents_by_term("key", document.key)
                    writer.add_document(on.stored(document, analysis))
                    halves = (analysis.profile.packed, analysis.profile.wording)
                    profiles.append((ordinal_of(document.key), halves))
                # Before the commit: what is killed between the two is written again, as a whole.
                self._vectors.write(due)
                self._profiles.append(profiles)
                writer.commit()
            finally:
                writer.wait_merging_threads()
        return Written(len(due), len(asked) - len(due))

    def set_vectors(self, encoded: Sequence[Encoded]) -> None:
        """Give visible listings that it holds their vectors; what is said of them stays."""
        with self._lock, answering():
            visible = on.every(
                _with_keys([one.key for one in encoded]),
                Query.term_query(on.schema(), "visible", True),
            )
            shown = _fitting(self._searcher(), visible, most=len(encoded))
            self._vectors.set([one for one in encoded if one.key in shown])

    def encoded(self, model: str) -> Iterator[tuple[str, str]]:
        """Yield the key of every vector of a model, and the digest of its text."""
        with answering():
            yield from self._vectors.encoded(model)

    def vector_count(self, model: str) -> int:
        """Return how many vectors of a model it holds."""
        with answering():
            return self._vectors.count(model)

    def vectors(self, keys: Sequence[str], model: str) -> dict[str, NDArray[np.float32]]:
        """Return vectors of listings by key."""
        with answering():
            return self._vectors.of(keys, model)

    def candidates(self, query: CandidateQuery) -> Candidates:
        """Return the visible listings that share most with the weighted tokens, or are nearest."""
        with answering():
            searcher = self._searcher()
            shown = on.unscored(on.visible_in(query.lists), *on.chosen(query.filters, query.now))

            def best(field: str, tokens: tuple[tuple[str, float], ...]) -> Hits:
                asked = Query.boolean_query(
                    [(Occur.Must, shown), (Occur.Must, on.weighted(field, tokens))]
                )
                return _top(searcher, asked, size=query.size)

            def fitting(keys: Sequence[str]) -> frozenset[str]:
                return _fitting(searcher, on.every(shown, _with_keys(keys)), most=len(keys))

            return Candidates(
                words=best("words", query.words),
                characters=best("characters", query.characters),
                vectors=self._vectors.nearest(
                    query.vector, lists=query.lists, size=query.size, fitting=fitting
                )
                if query.vector
                else (),
            )

    def search(self, query: ListSearch) -> Page:
        """Return a page of visible listings; a page behind the last is empty."""
        with answering():
            searcher = self._searcher()
            hits = _hits(query)
            total = _count(searcher, hits)
            return Page(
                keys=_page(searcher, query, hits=hits, total=total),
                total=total,
                counts=_counts(searcher, query, base=_base(query), hits=hits),
            )

    def totals(self, queries: Sequence[ListSearch]) -> list[int]:
        """Return how many listings each query finds, whatever page it asks for."""
        with answering():
            searcher = self._searcher()
            return [_count(searcher, _hits(query)) for query in queries]

    def profiles(self, keys: Sequence[str]) -> dict[str, Profile]:
        """Return the profiles of the keys that it holds, hidden ones left out."""
        with answering():
            found = (Profile(*halves) for halves in self._profiles.halves(_ordinals(keys)))
            return {profile.key: profile for profile in found if profile.column("visible")}

    def shelf(self, keys: Sequence[str]) -> Shelf:
        """Return what scores read of the same, and no more, in no particular order."""
        with answering():
            return Shelf(self._profiles.packed(_ordinals(keys))).visible()

    def documents(self, keys: Sequence[str]) -> dict[str, ListingDocument]:
        """Return the documents of the keys that it holds, hidden ones too."""
        with answering():
            found = _stored(self._searcher(), _with_keys(keys), most=len(keys))
            values = (json.loads(_text(document, "document")) for document in found)
            return {value["key"]: documents.from_json(value) for value in values}

    def held(self) -> Iterator[Held]:
        """Yield what it holds of every listing, hidden ones too, in no particular order."""
        with answering():
            searcher = self._searcher()
            for document in _stored(searcher, Query.all_query(), most=searcher.num_docs):
                yield Held(
                    key=document["key"][0],
                    version=document["version"][0],
                    visible=document["visible"][0],
                    digest=_text(document, "digest"),
                )

    def count(self) -> int:
        """Return how many visible listings it holds."""
        with answering():
            return _count(self._searcher(), Query.term_query(on.schema(), "visible", True))

    def deleted_share(self) -> float:
        """Return the share of overwritten documents that its statistics still count."""
        with answering():
            parts = json.loads((self._path / "meta.json").read_text(encoding="utf-8"))["segments"]
        deleted = sum(part["deletes"]["num_deleted_docs"] for part in parts if part["deletes"])
        return share_of_deleted(deleted, of=sum(part["max_doc"] for part in parts))

    def expunge(self) -> bool:
        """Return False: tantivy has no call that merges, so that only a rebuild drops them."""
        return False

    def mark(self) -> Mark:
        """Return how far it has come."""
        with answering():
            if not self._mark.exists():
                return Mark()
            return marks.from_dict(json.loads(self._mark.read_text(encoding="utf-8")))

    def set_mark(self, mark: Mark) -> None:
        """Write how far it has come, in one step."""
        with answering():
            replace_file(self._mark, json.dumps(mark.to_dict()))

    def _searcher(self) -> Searcher:
        """Return a view of the last commit, whichever process made it."""
        found = (self._path / "meta.json").stat()
        seen = (found.st_ino, found.st_mtime_ns)
        if seen != self._seen:
            self._index.reload()
            self._seen = seen
        return self._index.searcher()

    def _due(self, asked: Mapping[str, ListingDocument], *, repair: bool) -> list[ListingDocument]:
        """Return the documents that are newer than what the index holds of them."""
        searcher = self._searcher()
        hits = searcher.search(_with_keys(list(asked)), limit=len(asked)).hits
        addresses = [address for _, address in hits]
        versions = _column(searcher, addresses, name="version")
        standing = dict(zip(_keys(searcher, addresses), versions, strict=True))
        return [
            document
            for key, document in asked.items()
            if document.version + repair > standing.get(key, -1)
        ]


@contextmanager
def answering() -> Iterator[None]:
    """Turn what tantivy and the disk raise into EngineUnavailable."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise EngineUnavailable(str(error)) from error


def replace_file(path: Path, content: str) -> None:
    """Write a file so that every reader sees the old or the new content, after a power cut too."""
    new = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    with new.open("w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _base(query: ListSearch) -> Query:
    """Return what fits the lists and the text."""
    shown = on.visible_in(query.lists)
    return shown if query.text is None else on.every(shown, on.fitting(query.text))


def _hits(query: ListSearch) -> Query:
    """Return what fits the lists, the text and the filters."""
    return on.every(_base(query), *on.chosen(query.filters, query.now))


def _top(searcher: Searcher, query: Query, *, size: int) -> Hits:
    """Return the first hits of a scored query."""

    def fetch(depth: int) -> list[tuple[str, float]]:
        hits = searcher.search(query, limit=depth, count=False).hits
        return list(zip(_keys(searcher, [at for _, at in hits]), (s for s, _ in hits), strict=True))

    return top(fetch, size, deepest=max(searcher.num_docs, 1))


def _page(searcher: Searcher, query: ListSearch, *, hits: Query, total: int) -> tuple[str, ...]:
    """Return the keys of the page that was asked for."""
    if query.offset >= total or query.limit <= 0:
        return ()
    if query.text is not None and query.sort == "relevance":
        scored = [(Occur.Should, ranking) for ranking in on.ranking(query.text)]
        scored.append((Occur.Must, on.unscored(hits)))
        best = _top(searcher, Query.boolean_query(scored), size=query.offset + query.limit)
        return tuple(key for key, _ in best[query.offset :])
    parts = segments(query.sort, query.now)
    asked = [on.every(hits, on.within(part.bounds)) for part in parts]
    sizes = [total] if len(parts) == 1 else [_count(searcher, part) for part in asked]
    return tuple(
        key
        for index, offset, limit in stretches(sizes, offset=query.offset, limit=query.limit)
        for key in _stretch(
            searcher, asked[index], segment=parts[index], offset=offset, limit=limit
        )
    )


def _stretch(
    searcher: Searcher, query: Query, *, segment: Segment, offset: int, limit: int
) -> list[str]:
    """Return keys of a segment from an offset."""
    hits = searcher.search(
        query,
        limit=limit,
        offset=offset,
        count=False,
        order_by_field=segment.by,
        order=Order.Desc if segment.descending else Order.Asc,
    ).hits
    return _keys(searcher, [address for _, address in hits])


def _counts(
    searcher: Searcher, query: ListSearch, *, base: Query, hits: Query
) -> dict[str, dict[str, int]]:
    """Return how many hits each value of a facet has; its own choice does not count."""
    found: dict[str, dict[str, int]] = {}
    unchosen = [facet for facet in query.facets if not query.filters.get(facet)]
    found |= _values(searcher, hits, asked=[facet for facet in unchosen if facet in facets.FIELDS])
    for facet in query.facets:
        others = hits
        if facet not in unchosen:
            others = on.every(base, *on.chosen(query.filters, query.now, but=facet))
        if facet in facets.CLOCKED:
            found[facet] = {
                value: _count(
                    searcher,
                    on.every(others, on.within(facets.bounds(facet, value, now=query.now))),
                )
                for value in facets.CLOCKED[facet]
            }
        elif facet not in found:
            found |= _values(searcher, others, asked=[facet])
    return found


def _values(searcher: Searcher, query: Query, *, asked: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return the counts of facets that stand in the index, in one pass."""
    if not asked:
        return {}
    terms = {
        facet: {"terms": {"field": facets.FIELDS[facet], "size": _MOST_VALUES}} for facet in asked
    }
    answer = searcher.aggregate(query, terms)
    return {
        facet: {bucket["key"]: int(bucket["doc_count"]) for bucket in answer[facet]["buckets"]}
        for facet in asked
    }


def _count(searcher: Searcher, query: Query) -> int:
    """Return how many listings fit."""
    found: Any = searcher.search(query, limit=1)  # the stubs forget the count
    return int(found.count)


def _fitting(searcher: Searcher, query: Query, *, most: int) -> frozenset[str]:
    """Return the keys of what fits, in no order."""
    hits = searcher.search(query, limit=max(most, 1), count=False).hits
    return frozenset(_keys(searcher, [address for _, address in hits]))


def _keys(searcher: Searcher, addresses: list[DocAddress]) -> list[str]:
    """Return the keys at addresses."""
    return [key_of(ordinal) for ordinal in _column(searcher, addresses, name="ordinal")]


def _column(searcher: Searcher, addresses: list[DocAddress], *, name: str) -> list[int]:
    """Return the numbers of a column at addresses."""
    return [int(value or 0) for value in searcher.fast_field_values(name, addresses)]


def _stored(searcher: Searcher, query: Query, *, most: int) -> Iterator[Any]:
    """Yield the stored values of what fits, in the order of the store, which reads it fastest."""
    hits = searcher.search(query, limit=max(most, 1), count=False).hits
    addresses = sorted((at.segment_ord, at.doc) for _, at in hits)
    for segment, doc in addresses:
        yield searcher.doc(DocAddress(segment, doc)).to_dict()


def _ordinals(keys: Sequence[str]) -> list[int]:
    """Return what listings are called in columns."""
    return [ordinal_of(key) for key in keys]


def _with_keys(keys: Sequence[str]) -> Query:
    """Return the listings of these keys."""
    return Query.term_set_query(on.schema(), "key", list(keys))


def _text(stored: Mapping[str, list[Any]], name: str) -> str:
    """Return a stored text."""
    return bytes(stored[name][0]).decode()
