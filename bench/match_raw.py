"""The engines alone: they are fed the fields of the same documents, ready, in one go.

Texts are cut and values worked out before the clock starts. Nothing is looked up, no versions are
compared, and what scores read (profiles, vectors) is not kept.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import tantivy
from elasticsearch import Elasticsearch, helpers

from search.cutting import analyses
from search.documents import ListingDocument
from search.engines import elasticsearch_schema, embedded_schema
from search.engines.fields import numbers_of, values_of

HEAP_BYTES = 64_000_000
SENDERS = 2

Ready = dict[str, Any]
"""The fields of a document by name: texts, lists of values, numbers, a truth, what is stored."""


def ready(documents: Sequence[ListingDocument]) -> list[Ready]:
    """Return the fields that lists and matches are searched, filtered, counted and sorted by."""
    return [
        {
            "key": document.key,
            "visible": document.visible,
            "document": document.to_json(),
            **analysis.fields,
            **values_of(document),
            **numbers_of(document),
        }
        for document, analysis in zip(documents, analyses(documents), strict=True)
    ]


def embedded(documents: Sequence[Ready]) -> Callable[[], None]:
    """Return the call that indexes documents with tantivy, by the portal's own schema."""
    folder = Path(tempfile.mkdtemp(prefix="bench-raw-"))
    index = tantivy.Index(embedded_schema.schema(), str(folder))

    def write() -> None:
        writer = index.writer(HEAP_BYTES, 1)
        for document in documents:
            writer.add_document(_filled(document))
        writer.commit()
        writer.wait_merging_threads()
        shutil.rmtree(folder, ignore_errors=True)

    return write


def elasticsearch(documents: Sequence[Ready], *, url: str, index: str) -> Callable[[], None]:
    """Return the call that indexes documents with Elasticsearch, by the portal's own mapping."""
    client = Elasticsearch(url, request_timeout=60)
    client.indices.delete(index=index, ignore_unavailable=True)
    elasticsearch_schema.ListingIndex.init(index=index, using=client)

    def write() -> None:
        actions = ({"_index": index, "_id": one["key"], "_source": one} for one in documents)
        for _ in helpers.parallel_bulk(client, actions, SENDERS):
            pass
        client.indices.refresh(index=index)

    return write


def _filled(document: Ready) -> tantivy.Document:
    """Return a document as tantivy takes it."""
    found = tantivy.Document()
    for name, value in document.items():
        if name == "document":
            found.add_bytes(name, value.encode())
        elif isinstance(value, bool):
            found.add_boolean(name, value)
        elif isinstance(value, str):
            found.add_text(name, value)
        elif isinstance(value, int):
            found.add_integer(name, value)
        else:
            for one in value:
                found.add_text(name, one)
    return found
