"""Demands that ask for nearly the same as somebody's words, found by the matcher."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from marketplace.listings.models import Demand
from search.alike import ENOUGH, alike, nearness
from search.describing import describe_demands
from search.documents import ENTERPRISE_DEMANDS, ListingDocument, order_of
from search.engines.protocol import EngineUnavailable
from search.pairs import matcher
from search.profiles import profile_of

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.challenges.duplicates import Texts, Wanted

MOST: Final = 5
_OWN_LOOKED_AT: Final = 200


def near_demands(wanted: Wanted, now: datetime) -> list[Demand] | None:
    """Return the public demands nearest to some words, and the reader's own; None without engine.

    A draft of anybody else's is looked at only where the page names it as readable (`beside`), so
    that no list tells of one.
    """
    rows: Any = Demand.objects.select_related("lifecycle__owner", "lifecycle__unit")
    drafts = rows.owned_by_organisations_of(wanted.reader).filter(live=False)
    drafts = drafts.exclude(pk__in=wanted.without).order_by("-pk")[:_OWN_LOOKED_AT]
    beside = {one.pk: one for one in wanted.beside if one.pk not in wanted.without}
    try:
        found = alike(
            _document(wanted.title, wanted.text),
            matcher=matcher(),
            now=int(now.timestamp()),
            others=describe_demands([*drafts, *beside.values()]),
        )
    except EngineUnavailable:
        return None
    keys = [order_of(key)[1] for key, _share in found]
    readable = rows.visible_to(wanted.reader).exclude(pk__in=wanted.without)
    by_pk = {**readable.in_bulk(keys), **beside}
    return [by_pk[key] for key in keys if key in by_pk][:MOST]


def near_texts(wanted: Wanted, texts: Texts) -> list[int] | None:
    """Return the keys of the texts nearest to some words; None without engine."""
    try:
        scorer = matcher()
        own = profile_of(_document(wanted.title, wanted.text))
        near = [
            (key, nearness(own, profile_of(_document(title, text)), matcher=scorer))
            for key, title, text in texts
        ]
    except EngineUnavailable:
        return None
    found = sorted((one for one in near if one[1] >= ENOUGH), key=lambda one: (-one[1], one[0]))
    return [key for key, _share in found][:MOST]


def _document(title: str, text: str) -> ListingDocument:
    return ListingDocument(
        key="demand:0", list_key=ENTERPRISE_DEMANDS, version=0, title=title, body=text
    )
