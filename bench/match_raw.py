"""The engines alone: they index the same texts by their own analysers."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import tantivy
from elasticsearch import Elasticsearch, helpers

from search.documents import PARTS, ListingDocument

HEAP_BYTES = 64_000_000
_GRAMS = "grams"


def embedded(documents: Sequence[ListingDocument]) -> Callable[[], None]:
    """Return the call that indexes documents by tantivy's own analyser for text without spaces."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw")
    builder.add_bytes_field("document", stored=True)
    for part in PARTS:
        builder.add_text_field(part, tokenizer_name=_GRAMS)
    schema = builder.build()
    folder = Path(tempfile.mkdtemp(prefix="bench-raw-"))
    index = tantivy.Index(schema, str(folder))
    grams = tantivy.TextAnalyzerBuilder(
        tantivy.Tokenizer.ngram(min_gram=1, max_gram=2, prefix_only=False)
    )
    index.register_tokenizer(_GRAMS, grams.filter(tantivy.Filter.lowercase()).build())

    def write() -> None:
        writer = index.writer(HEAP_BYTES, 1)
        for document in documents:
            found = tantivy.Document()
            found.add_text("key", document.key)
            found.add_bytes("document", document.to_json().encode())
            for part in PARTS:
                found.add_text(part, getattr(document, part))
            writer.add_document(found)
        writer.commit()
        writer.wait_merging_threads()
        shutil.rmtree(folder, ignore_errors=True)

    return write


def elasticsearch(
    documents: Sequence[ListingDocument], *, url: str, index: str
) -> Callable[[], object]:
    """Return the call that indexes documents by Elasticsearch's standard analyser."""
    client = Elasticsearch(url, request_timeout=60)
    fields: dict[str, Any] = {part: {"type": "text"} for part in PARTS}
    fields["document"] = {"type": "keyword", "index": False, "doc_values": False}
    client.indices.create(
        index=index,
        mappings={"properties": fields},
        settings={"number_of_shards": 1, "number_of_replicas": 0},
    )
    actions = (
        {
            "_index": index,
            "_id": document.key,
            "document": document.to_json(),
            **{part: getattr(document, part) for part in PARTS},
        }
        for document in documents
    )
    return partial(helpers.bulk, client, actions, refresh=True)
