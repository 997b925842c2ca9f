"""The engines alone: they are fed the fields of the same documents in one go.

Nothing is looked up, no versions are compared, and what scores read (profiles, vectors) is not
kept. Texts are cut by the portal's segmenter: neither engine has one for Chinese of its own that
would give it the same tokens. `ready` cuts them before the clock starts, `cut` while it runs.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import tantivy
from elasticsearch import Elasticsearch, helpers

from search.documents import ListingDocument
from search.engines import elasticsearch_schema, embedded_schema
from search.engines.fields import numbers_of, values_of
from search.profiles import cuts_of, fields_of

HEAP_BYTES = 64_000_000
SENDERS = 2

Ready = dict[str, Any]
"""The fields of a document by name: texts, lists of values, numbers, a truth, what is stored."""


def cut(document: ListingDocument) -> Ready:
    """Return the fields that lists and matches are searched, filtered, counted and sorted by."""
    return {
        "key": document.key,
        "visible": document.visible,
        "document": document.to_json(),
        **fields_of(document, cuts_of(document)),
        **values_of(document),
        **numbers_of(document),
    }


def ready(documents: Sequence[ListingDocument]) -> list[Ready]:
    """Return the same of many, worked out at once."""
    return list(map(cut, documents))


def embedded(documents: Iterable[Ready]) -> Callable[[], None]:
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


def elasticsearch(documents: Iterable[Ready], *, url: str, index: str) -> Callable[[], None]:
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
