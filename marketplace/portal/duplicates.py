"""Demands that ask for nearly the same as somebody's words, found by the matcher."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from marketplace.listings.models import Demand
from search.alike import alike
from search.describing import describe_demands
from search.documents import ENTERPRISE_DEMANDS, ListingDocument, order_of
from search.engines.protocol import EngineUnavailable
from search.pairs import matcher

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.calls.duplicates import Wanted

MOST: Final = 5
_OWN_LOOKED_AT: Final = 200


def near_demands(wanted: Wanted, now: datetime) -> list[Demand] | None:
    """Return the public demands nearest to some words, and the reader's own; None without engine.

    A draft of anybody else's is never looked at, so that no list tells of one.
    """
    rows: Any = Demand.objects.select_related("lifecycle__owner", "lifecycle__unit")
    drafts = rows.owned_by_organisations_of(wanted.reader).filter(live=False)
    drafts = drafts.exclude(pk__in=wanted.without).order_by("-pk")[:_OWN_LOOKED_AT]
    document = ListingDocument(
        key="demand:0",
        list_key=ENTERPRISE_DEMANDS,
        version=0,
        title=wanted.title,
        body=wanted.text,
    )
    try:
        found = alike(
            document,
            matcher=matcher(),
            now=int(now.timestamp()),
            others=describe_demands(list(drafts)),
        )
    except EngineUnavailable:
        return None
    keys = [order_of(key)[1] for key, _share in found]
    readable = rows.visible_to(wanted.reader).exclude(pk__in=wanted.without)
    by_pk = readable.in_bulk(keys)
    return [by_pk[key] for key in keys if key in by_pk][:MOST]
