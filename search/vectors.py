"""Vectors of listings: kept as rows, given to documents on their way to an engine."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from numpy.typing import NDArray

from search.chunks import chunks
from search.documents import Encoded, ListingDocument
from search.encoders.protocol import Encoder, Vectors
from search.engines.protocol import Engine
from search.models import Encoding
from search.passages import text_digest

_CHUNK = 200
_MANY = 2_000
"""How many are read at once where nothing but the vectors is."""
_STORED = np.dtype("<f2")


@dataclass(frozen=True, slots=True, eq=False)
class ListingVectors:
    """A listing's own vector, and those of its passages in the order of reading; of unit length."""

    listing: NDArray[np.float32]
    passages: Vectors


def kept(vectors: ListingVectors) -> ListingVectors:
    """Return vectors as a row keeps them: what was just encoded compares as what was read again."""
    return ListingVectors(
        _read(to_bytes(vectors.listing), vectors.listing.shape[0])[0],
        _read(to_bytes(vectors.passages), vectors.listing.shape[0]),
    )


def vectors_of(keys: Collection[str], model: str) -> dict[str, ListingVectors]:
    """Return the vectors that one model made of the present texts of listings; others are left out.

    They may be hidden ones: an engine says what is visible.
    """
    rows = _rows(model)
    return {
        row.key: ListingVectors(
            _read(row.listing, row.dimensions)[0], _read(row.passages, row.dimensions)
        )
        for some in chunks(keys, _CHUNK)
        for row in rows.filter(key__in=some)
    }


def listing_vectors_of(keys: Collection[str], model: str) -> dict[str, NDArray[np.float32]]:
    """Return the listings' own vectors alone, for scoring many."""
    rows = _rows(model)
    values = ("key", "listing", "dimensions")
    found = [
        row
        for some in chunks(keys, _MANY)
        for row in rows.filter(key__in=some).values_list(*values)
    ]
    if not found:
        return {}
    names, contents, dimensions = zip(*found, strict=True)
    return dict(zip(names, _read(b"".join(contents), dimensions[0]), strict=True))


def vectors_held(
    keys: Collection[str], model: str, *, engine: Engine
) -> dict[str, NDArray[np.float32]]:
    """Return the same, from the engine where it can give them at once."""
    found = engine.vectors(list(keys), model)
    return found | listing_vectors_of([key for key in keys if key not in found], model)


def with_vectors(
    documents: Iterable[ListingDocument], encoder: Encoder | None
) -> Iterator[ListingDocument]:
    """Yield documents with the vectors of their present text, and note those that wait for one.

    Without an encoder they go as they came.
    """
    if encoder is None:
        yield from documents
        return
    for some in chunks(documents, _CHUNK):
        found = noted(some, encoder.id)
        for document in some:
            yield replace(document, encoded=found.get(document.key))


def noted(documents: Collection[ListingDocument], model: str) -> dict[str, Encoded]:
    """Return the vectors of visible documents' present texts; note what waits and what is hidden.

    A text that failed waits again once it has changed.
    """
    keys = [document.key for document in documents]
    rows = {
        row.key: row for row in Encoding.objects.filter(model=model, key__in=keys).defer("passages")
    }
    found: dict[str, Encoded] = {}
    changed: list[Encoding] = []
    fresh: list[Encoding] = []
    for document in documents:
        row = rows.get(document.key)
        if row is None:
            fresh.append(_begun(document, model))
        elif _follows(row, document):
            changed.append(row)
        if row is not None and row.state == Encoding.State.DONE:
            found[row.key] = _encoded(row)
    Encoding.objects.bulk_create(fresh, ignore_conflicts=True)
    Encoding.objects.bulk_update(changed, ["digest", "state", "fault"])
    return found


def encoded_of(keys: Collection[str], model: str) -> Iterator[Encoded]:
    """Yield what an engine must hold of listings."""
    rows = Encoding.objects.filter(model=model, state=Encoding.State.DONE).defer("passages")
    for some in chunks(keys, _CHUNK):
        for row in rows.filter(key__in=some):
            yield _encoded(row)


def states_of(model: str) -> Mapping[str, str]:
    """Return the digest of the text whose vector an engine must hold, by key."""
    rows = Encoding.objects.filter(model=model, state=Encoding.State.DONE)
    return dict(rows.values_list("key", "digest").iterator())


def has_vector(key: str, model: str) -> bool:
    """Return whether a visible listing has a vector of its present text."""
    rows = Encoding.objects.filter(model=model, state=Encoding.State.DONE)
    return rows.filter(key=key).exists()


def having_vectors(kind: str, field: str, *, model: str) -> Exists:
    """Return the condition that the listing whose primary key is in a field has a vector."""
    key = Concat(Value(f"{kind}:"), Cast(OuterRef(field), CharField()))
    rows = Encoding.objects.filter(model=model, state=Encoding.State.DONE)
    return Exists(rows.filter(key=key))


def encoded_count(model: str) -> int:
    """Return how many visible listings have a vector of their present text."""
    return Encoding.objects.filter(model=model, state=Encoding.State.DONE).count()


def to_bytes(vectors: NDArray[np.float32]) -> bytes:
    """Return vectors as a row keeps them."""
    return vectors.astype(_STORED).tobytes()


def _rows(model: str) -> QuerySet[Encoding]:
    """Return the rows whose vectors are those of their listing's text."""
    states = (Encoding.State.DONE, Encoding.State.HIDDEN)
    return Encoding.objects.filter(model=model, state__in=states).exclude(digest="")


def _begun(document: ListingDocument, model: str) -> Encoding:
    """Return the row of a listing that this model has not read yet; a hidden text is not read."""
    state = Encoding.State.WAITING if document.visible else Encoding.State.HIDDEN
    wanted = text_digest(document) if document.visible else ""
    return Encoding(key=document.key, model=model, digest=wanted, state=state)


def _follows(row: Encoding, document: ListingDocument) -> bool:
    """Bring a row's state after its document; return whether it changed."""
    before = (row.state, row.digest)
    if document.visible:
        wanted = text_digest(document)
        if row.digest != wanted:
            row.digest, row.state, row.fault = wanted, Encoding.State.WAITING, ""
        elif row.state == Encoding.State.HIDDEN:
            row.state = Encoding.State.DONE
    elif row.state != Encoding.State.HIDDEN:
        if row.state != Encoding.State.DONE:
            row.digest = ""  # its vectors are not those of its text: it is read when it returns
        row.state = Encoding.State.HIDDEN
    return (row.state, row.digest) != before


def _encoded(row: Encoding) -> Encoded:
    vector = _read(row.listing, row.dimensions)[0]
    return Encoded(key=row.key, model=row.model, digest=row.digest, vector=vector)


def _read(content: bytes | memoryview[int], dimensions: int) -> Vectors:
    """Return stored rows at full length: rounding took some of it."""
    rows = np.frombuffer(content, _STORED).reshape(-1, dimensions).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)
