"""The encoder of this installation, chosen by a setting, and what it makes of texts.

Only background work encodes listings. A typed text is encoded where a request waits for it, for a
few milliseconds: what comes later serves the next request.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as LateError
from functools import cache, lru_cache
from pathlib import Path
from typing import cast

import numpy as np
from django.conf import settings
from django.utils.module_loading import import_string
from numpy.typing import NDArray

from search import text
from search.documents import ListingDocument
from search.encoders.joint import JointEncoder
from search.encoders.protocol import Encoder, EncoderError, Role, Vectors, unit_rows
from search.passages import passages, windows
from search.vectors import ListingVectors, kept, with_vectors

logger = logging.getLogger(__name__)

NONE, AUTO = "none", "auto"
_BEST = ("bge-small-zh-v1.5", "e5")
"""The encoders of AUTO: as one where both are there, else the one that is."""

_IN_WHEELS = {
    "e5": "search.encoders.e5.E5Encoder",
    "use": "search.encoders.use.UseEncoder",
}
_FOLDER_ENCODER = "search.encoders.onnx.OnnxEncoder"

QUERY_SECONDS = 0.06
"""How long a request waits for the vector of a typed text."""

_SECOND = 0.8
"""The share of the second of two encoders in their cosine.

E5's cosines lie close together: with this share both say as much once the mean is taken off.
"""

_TYPED = 200
_THREADS = 2
_FAILURES = (
    EncoderError,
    RuntimeError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    OSError,
    MemoryError,
)
"""What a model may raise: none of it stops the others."""


def encoder() -> Encoder | None:
    """Return the encoder in force, None where it is switched off or absent; it loads when asked."""
    return _encoder(settings.ENCODER, settings.ENCODERS_DIR)[0]


def absence() -> str:
    """Return what is missing of the encoder that was chosen, and why; nothing where it is whole."""
    return _encoder(settings.ENCODER, settings.ENCODERS_DIR)[1]


def with_known_vectors(documents: Iterable[ListingDocument]) -> Iterator[ListingDocument]:
    """Yield documents with the vectors that the encoder in force has made; the others wait."""
    return with_vectors(documents, encoder())


def encode_listing(
    document: ListingDocument, encoder: Encoder, *, with_passages: bool = True
) -> ListingVectors:
    """Return a listing's vectors as a row would keep them.

    EncoderError where the model fails on this text, whatever it raised.
    """
    role = Role.DEMAND if document.kind == "demand" else Role.CAPABILITY
    parts = [passage.text for passage in passages(document)] if with_passages else []
    whole = windows(document) or (document.title or document.key,)
    try:
        rows = unit_rows(
            encoder.encode([*whole, *parts], role=role),
            count=len(whole) + len(parts),
            dimensions=encoder.dimensions,
        )
        own = unit_rows(
            rows[: len(whole)].mean(axis=0, keepdims=True), count=1, dimensions=encoder.dimensions
        )
    except _FAILURES as error:
        raise EncoderError(f"{type(error).__name__}: {error}") from error
    return kept(ListingVectors(own[0], rows[len(whole) :]))


def encode_listings(
    documents: Iterable[ListingDocument],
    encoder: Encoder,
    *,
    with_passages: bool = True,
    threads: int = _THREADS,
) -> Iterator[tuple[ListingDocument, ListingVectors | EncoderError]]:
    """Yield each document with its vectors, or with what its text did to the model, in order.

    The models that leave Python alone run side by side.
    """

    def encoded(document: ListingDocument) -> ListingVectors | EncoderError:
        try:
            return encode_listing(document, encoder, with_passages=with_passages)
        except EncoderError as error:
            return error

    asked = list(documents)
    with ThreadPoolExecutor(threads, thread_name_prefix="encode") as pool:
        yield from zip(asked, pool.map(encoded, asked), strict=True)


def encode_typed(typed: str, encoder: Encoder) -> NDArray[np.float32]:
    """Return the vector of a typed text, however long it takes; EncoderError without one."""
    plain = _plain(typed)
    if not plain:
        raise EncoderError("nothing was typed")
    rows = unit_rows(
        encoder.encode([plain], role=Role.DEMAND), count=1, dimensions=encoder.dimensions
    )
    return np.asarray(rows[0], dtype=np.float32)


def query_vector(typed: str) -> NDArray[np.float32] | None:
    """Return the vector of a typed text; None where there is no encoder, or none in time."""
    chosen = encoder()
    plain = _plain(typed)
    if chosen is None or not plain:
        return None
    try:
        found = _asked(chosen.id, plain).result(timeout=QUERY_SECONDS)
    except LateError:
        return None
    except _FAILURES as error:
        logger.warning("a typed text could not be encoded: %s", error)
        return None
    return np.asarray(found[0], dtype=np.float32)


def _plain(typed: str) -> str:
    return " ".join(text.normalise(typed[:_TYPED]).text.split())


@lru_cache(maxsize=1_024)
def _asked(model: str, plain: str) -> Future[Vectors]:
    """Return the vector that the encoder in force makes of a typed text, or made before."""
    return _pool().submit(_encode_typed, model, plain)


def _encode_typed(model: str, plain: str) -> Vectors:
    chosen = encoder()
    if chosen is None or chosen.id != model:
        raise EncoderError(f"{model} is in force no more")
    return unit_rows(
        chosen.encode([plain], role=Role.DEMAND), count=1, dimensions=chosen.dimensions
    )


@cache
def _pool() -> ThreadPoolExecutor:
    """Return the thread that encodes typed texts."""
    return ThreadPoolExecutor(1, thread_name_prefix="encode-typed")


@cache
def _encoder(chosen: str, folder: Path) -> tuple[Encoder | None, str]:
    """Return the chosen encoder with what is missing of it; `first+second` are two as one.

    Of AUTO either may be missing, of two that were named neither.
    """
    if chosen in {"", NONE}:
        return None, ""
    found: list[Encoder] = []
    missing: list[str] = []
    for name in _BEST if chosen == AUTO else chosen.split("+", 1):
        try:
            found.append(_single(name, folder))
        except (EncoderError, ImportError) as error:
            missing.append(f"{name}: {error}")
    if missing and chosen != AUTO:
        found.clear()
    if missing:
        logger.info("of the encoder %s is missing: %s", chosen, missing)
    return _as_one(found), "; ".join(missing)


def _as_one(found: list[Encoder]) -> Encoder | None:
    """Return one or two encoders as one, None for none."""
    match found:
        case [first, second]:
            return JointEncoder(first, second, share=_SECOND)
        case [only]:
            return only
    return None


def _single(name: str, folder: Path) -> Encoder:
    """Return an encoder by its name: one in a wheel, or one in a folder."""
    if name in _IN_WHEELS:
        found: Encoder = import_string(_IN_WHEELS[name])()
        return found
    return cast("Encoder", import_string(_FOLDER_ENCODER)(folder / name))
