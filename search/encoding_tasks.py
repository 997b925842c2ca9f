"""Listings are encoded in the background: in small batches, resumed after a kill, never twice."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from typing import Any

from django_tasks import task
from django_tasks_db.models import DBTaskResult

from marketplace.journal import locks
from marketplace.journal.clock_jobs import every
from search.builder import documents_of, published_count, published_keys
from search.chunks import chunks
from search.documents import Encoded, ListingDocument
from search.encoders.protocol import Encoder, EncoderError, Role
from search.encoding import encode_listings, encoder
from search.engine import builds
from search.engines.protocol import Engine, EngineUnavailable
from search.models import Encoding
from search.passages import text_digest
from search.vectors import ListingVectors, encoded_count, encoded_of, noted, states_of, to_bytes

logger = logging.getLogger(__name__)

LOCK = "search-encode"
BATCH = 8
"""Listings between two looks at the clock: a kill loses no more."""

_CHUNK = 200
_SLICE_SECONDS = 5.0
"""How long a task encodes before it lets others have the worker."""

_UPKEEP_SECONDS = 10
_FAULT_LENGTH = 200

Progress = Callable[[str], object]


@task(backend="queue")
def encode_waiting() -> None:
    """Encode what waits for a few seconds, and go on in another task."""
    chosen = encoder()
    if chosen is None:
        return
    with locks.attempt(LOCK) as is_mine:
        if not is_mine:
            return
        left = encode_for(chosen, _SLICE_SECONDS)
    if left:
        encode_waiting.enqueue()


@every(seconds=_UPKEEP_SECONDS, name="encode_listings")
def start_encoding() -> None:
    """Start encoding where listings wait for it and no task is on it; the clock waits for none."""
    chosen = encoder()
    if chosen is None or _is_started():
        return
    try:
        is_due = _is_due(chosen.id)
    except EngineUnavailable as error:
        logger.warning("vectors have no engine to go to: %s", error)
        return
    if is_due:
        encode_waiting.enqueue()


def encode_for(chosen: Encoder, seconds: float, *, progress: Progress | None = None) -> int:
    """Encode waiting listings for so long, and return how many still wait.

    EngineUnavailable while no build can take vectors: what was not given still waits. A model that
    reads no text at all parks nothing.
    """
    engine = builds().current()
    _note_unread(chosen.id)
    if not _reads(chosen):
        return 0
    until = time.monotonic() + seconds
    while keys := _waiting(chosen.id):
        _encode(keys, chosen, engine=engine)
        left = _waiting_count(chosen.id)
        if progress is not None:
            progress(f"{left} listings wait")
        if time.monotonic() >= until:
            return left
    mend(engine, chosen.id)
    return 0


def encode_all(progress: Progress, *, again: bool = False) -> None:
    """Encode until no listing waits; `again` tries those first that the model could not read."""
    chosen = encoder()
    if chosen is None:
        progress("no encoder: only words are compared")
        return
    if again:
        progress(f"{retry_failed(chosen.id)} listings are tried again")
    with locks.attempt(LOCK) as is_mine:
        if not is_mine:
            progress("another process encodes")
            return
        encode_for(chosen, math.inf, progress=progress)
    progress(f"{encoded_count(chosen.id)} listings are encoded")


def mend(engine: Engine, model: str) -> int:
    """Give a build the vectors that it lacks, and return how many it was given."""
    wanted = states_of(model)
    held = dict(engine.encoded(model))
    lacking = [key for key, digest in wanted.items() if held.get(key) != digest]
    for keys in chunks(lacking, _CHUNK):
        engine.set_vectors(list(encoded_of(keys, model)))
    return len(lacking)


def retry_failed(model: str) -> int:
    """Let parked listings wait again, and return how many there were."""
    parked = Encoding.objects.filter(model=model, state=Encoding.State.FAILED)
    return parked.update(state=Encoding.State.WAITING, fault="")


def _note_unread(model: str) -> None:
    """Note the listings that this model has never been asked to read."""
    if Encoding.objects.filter(model=model).count() >= published_count():
        return
    known = set(Encoding.objects.filter(model=model).values_list("key", flat=True))
    unread = (key for key in published_keys() if key not in known)
    for keys in chunks(unread, _CHUNK):
        noted(list(documents_of(dict.fromkeys(keys, 0))), model)


def _reads(chosen: Encoder) -> bool:
    """Return whether the model answers at all: where it does not, no listing is to blame."""
    try:
        chosen.encode(["厦门"], role=Role.CAPABILITY)
    except EncoderError as error:
        logger.error("the encoder %s does not answer: %s", chosen.id, error)  # noqa: TRY400
        return False
    return True


def _encode(keys: list[str], chosen: Encoder, *, engine: Engine) -> None:
    """Encode listings as they read now: to the engine first, so that what a kill cuts off waits."""
    documents = [one for one in documents_of(dict.fromkeys(keys, 0)) if one.visible]
    # Whatever has no text to read any more waits no longer.
    gone = [key for key in keys if key not in {document.key for document in documents}]
    _rows(gone, chosen.id).update(state=Encoding.State.HIDDEN, digest="")
    noted(documents, chosen.id)
    found = list(encode_listings(documents, chosen, threads=1))
    engine.set_vectors(
        [
            Encoded(
                key=document.key,
                model=chosen.id,
                digest=text_digest(document),
                vector=vectors.listing,
            )
            for document, vectors in found
            if isinstance(vectors, ListingVectors)
        ]
    )
    for document, vectors in found:
        _keep(document, vectors, chosen=chosen)


def _keep(
    document: ListingDocument, found: ListingVectors | EncoderError, *, chosen: Encoder
) -> None:
    """Keep a listing's vectors, or park it with words only; a text that changed meanwhile waits."""
    row = _rows([document.key], chosen.id).filter(digest=text_digest(document))
    if isinstance(found, EncoderError):
        logger.warning("%s is compared by words only: %s", document.key, found)
        row.update(state=Encoding.State.FAILED, fault=str(found)[:_FAULT_LENGTH])
        return
    row.update(
        state=Encoding.State.DONE,
        dimensions=chosen.dimensions,
        listing=to_bytes(found.listing),
        passages=to_bytes(found.passages),
        fault="",
    )


def _rows(keys: list[str], model: str) -> Any:
    return Encoding.objects.filter(key__in=keys, model=model, state=Encoding.State.WAITING)


def _waiting(model: str) -> list[str]:
    """Return the keys of the next batch."""
    rows = Encoding.objects.filter(model=model, state=Encoding.State.WAITING)
    return list(rows.order_by("key").values_list("key", flat=True)[:BATCH])


def _waiting_count(model: str) -> int:
    return Encoding.objects.filter(model=model, state=Encoding.State.WAITING).count()


_given: dict[str, tuple[int, int]] = {}
"""What rows and build held of a model when a difference was last mended: not each is a lack."""


def _is_due(model: str) -> bool:
    """Return whether a listing waits, was never read, or its vector did not reach the build."""
    engine = builds().current()
    if _waiting(model) or Encoding.objects.filter(model=model).count() < published_count():
        return True
    counts = encoded_count(model), engine.vector_count(model)
    is_other = counts[0] != counts[1] and _given.get(model) != counts
    _given[model] = counts
    return is_other


def _is_started() -> bool:
    tasks = DBTaskResult.objects.filter(task_path=encode_waiting.module_path)
    started: bool = tasks.exclude(status__in=["SUCCESSFUL", "FAILED"]).exists()
    return started
