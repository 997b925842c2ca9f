"""Two lists: firms for my demands, demands for my capabilities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.core import clock
from marketplace.matches import events
from marketplace.matches.filters import MatchFilter
from marketplace.matches.models import Match, Side
from marketplace.matches.rows import rows_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE: Final = 20
WHERE: Final = {Side.DEMAND: "bench_demands", Side.CAPABILITY: "bench_capabilities"}
"""Where an event of each list is said to have happened."""


@login_required
@require_safe
def for_demands(request: HttpRequest) -> HttpResponse:
    """List the capabilities that fit the demands that a person handles."""
    return _list(request, Side.DEMAND)


@login_required
@require_safe
def for_capabilities(request: HttpRequest) -> HttpResponse:
    """List the demands that the capabilities of a person's firms fit."""
    return _list(request, Side.CAPABILITY)


def _list(request: HttpRequest, side: Side) -> HttpResponse:
    now = clock.now()
    rows = Match.objects.on_side(side, request.user).in_force(now).listed_for(side)
    filters = MatchFilter(request.GET, rows, side=side)
    ordered = filters.shown.order_by("-total", "pk").for_rows()  # type: ignore[attr-defined]
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    shown = rows_of(request.user, page, side=side, at=now)
    if request.method == "GET":
        events.note_shown(
            [(row.match.demand_id, row.match.capability_id) for row in shown],
            reader=request.user,
            where=WHERE[side],
            first=page.start_index(),
            at=now,
        )
    context = {"side": side, "filters": filters, "page": page, "rows": shown}
    return render(request, "matches/list.html", context)
