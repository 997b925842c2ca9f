"""Vectors drawn at random, for measuring how much many of them cost: they mean nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from search.builder import documents_of
from search.chunks import chunks
from search.documents import ListingDocument
from search.encoders.protocol import Encoder, Vectors
from search.models import Encoding
from search.passages import passages, text_digest
from search.vectors import to_bytes

_CHUNK = 1_000


def give_vectors(keys: Collection[str], encoder: Encoder, *, seed: int) -> None:
    """Let listings be encoded as far as anybody can see."""
    draw = np.random.default_rng(seed)
    for some in chunks(keys, _CHUNK):
        documents = list(documents_of(dict.fromkeys(some, 0)))
        Encoding.objects.bulk_create(
            _encodings(documents, encoder=encoder, draw=draw), ignore_conflicts=True
        )


def _encodings(
    documents: Sequence[ListingDocument], *, encoder: Encoder, draw: np.random.Generator
) -> list[Encoding]:
    return [
        Encoding(
            key=document.key,
            model=encoder.id,
            digest=text_digest(document),
            state=Encoding.State.DONE,
            dimensions=encoder.dimensions,
            listing=to_bytes(unit_rows(draw, count=1, dimensions=encoder.dimensions)),
            passages=to_bytes(
                unit_rows(draw, count=len(passages(document)), dimensions=encoder.dimensions)
            ),
        )
        for document in documents
    ]


def unit_rows(draw: np.random.Generator, *, count: int, dimensions: int) -> Vectors:
    """Return rows of unit length in directions drawn at random."""
    rows = draw.standard_normal((count, dimensions)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)
