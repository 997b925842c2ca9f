"""Listings as documents: which rows the index must hold, read in chunks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from marketplace.listings.models import Capability, Demand, Lifecycle
from search.describing import describe_capabilities, describe_demands
from search.documents import ListingDocument, order_of, withdrawn

CHUNK = 200
"""How many listings are read at once."""

_MODELS: Mapping[str, Any] = {"demand": Demand, "capability": Capability}
_DESCRIBE: Mapping[str, Any] = {"demand": describe_demands, "capability": describe_capabilities}


def documents_of(versions: Mapping[str, int]) -> Iterator[ListingDocument]:
    """Yield the documents of listings as their rows stand now, each at its version.

    A listing that was never published has none; one that is not public any more has a hidden one.
    """
    pks: defaultdict[str, list[int]] = defaultdict(list)
    for kind, pk in sorted(map(order_of, versions)):
        pks[kind].append(pk)
    for kind, wanted in pks.items():
        for at in range(0, len(wanted), CHUNK):
            for document in _read(kind, wanted[at : at + CHUNK]):
                yield replace(document, version=versions[document.key])


def published_keys(*, after: str = "") -> Iterator[str]:
    """Yield the key of every listing that the index must hold: what was ever published.

    They come in one order, kind by kind; `after` is a key that an earlier walk had reached.
    """
    kinds = list(_MODELS)
    reached, least = order_of(after) if after else (kinds[0], 0)
    for kind in kinds[kinds.index(reached) :]:
        rows = _published(_MODELS[kind]).filter(pk__gt=least if kind == reached else 0)
        for pk in rows.order_by("pk").values_list("pk", flat=True).iterator():
            yield f"{kind}:{pk}"


def published_count() -> int:
    """Return how many listings the index must hold."""
    return sum(_published(model).count() for model in _MODELS.values())


def _published(model: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.exclude(lifecycle__state=Lifecycle.State.UNPUBLISHED)
    return rows


def _read(kind: str, pks: Sequence[int]) -> list[ListingDocument]:
    rows = _published(_MODELS[kind]).filter(pk__in=pks).order_by("pk")
    listings = list(rows.select_related("lifecycle__owner", "lifecycle__unit"))
    documents: list[ListingDocument] = _DESCRIBE[kind](listings)
    return [
        document if document.visible else withdrawn(document.key, document.list_key, version=0)
        for document in documents
    ]
