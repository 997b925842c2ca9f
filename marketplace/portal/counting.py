"""Counts matches that public pages show and readers open: by place, without people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cms.page_clock import page_clock_of
from marketplace.matches import events

if TYPE_CHECKING:
    from django.http import HttpRequest

    from marketplace.listings.models import Capability, Demand
    from marketplace.portal.pairs import Matches

_VIA: Final = re.compile(r"(XQ|NL)-\d{4}-\d{4,8}\.(\d{1,4})", re.ASCII)
"""The parameter of a link in a list of matches: whose list it was, and the place in it."""

_LISTS: Final = {"XQ": "demand", "NL": "capability"}


def count_shown(request: HttpRequest, found: Matches, *, where: str) -> None:
    """Write down, in one row, which matches a page shows and from which place on."""
    if request.method == "GET":
        pairs = [(pair.demand.pk, pair.capability.pk) for pair in found.rows]
        at = page_clock_of(request).now
        events.note_shown(pairs, reader=request.user, where=where, first=found.first, at=at)


def count_opened(request: HttpRequest, demand: Demand, capability: Capability) -> None:
    """Write down from which place of a list a pair was opened; nothing for any other visit."""
    via = _VIA.fullmatch(request.GET.get("via", ""))
    if request.method == "GET" and via is not None and int(via[2]):
        events.note_opened(
            (demand.pk, capability.pk),
            reader=request.user,
            where=_LISTS[via[1]],
            rank=int(via[2]),
            at=page_clock_of(request).now,
        )
