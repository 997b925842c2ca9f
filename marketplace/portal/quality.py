"""The quality of matches, for the portal's staff: figures of the events, and unanswered queries."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cms.page_clock import page_clock_of
from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.listings.models import Demand
from marketplace.listings.permissions import is_portal_staff
from marketplace.matches.figures import figures
from search.past_queries import unanswered

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PERIODS: Final = (7, 28, 90)
"""Days that the page can look back."""

_MOST: Final = 50

_PLACES: Final = 10
"""So many places are drawn, and those after them that were shown."""


def may_read_quality(user: Any) -> Decision:
    """Return whether a person reads the figures of all matches: the portal's staff."""
    if is_portal_staff(user):
        return ALLOWED
    return refused(_("Only the portal's staff may do this."), "not_staff")


@login_required
@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """Show the figures of some days, uncovered demands and queries that found nothing."""
    may_read_quality(request.user).demand()
    asked = request.GET.get("days", "")
    days = next((one for one in PERIODS if str(one) == asked), PERIODS[1])
    found = figures(since=page_clock_of(request).now - timedelta(days=days))
    last = max((one.rank for one in found.places if one.shown), default=0)
    places = found.places[: max(last, _PLACES)]
    uncovered = Demand.objects.filter(pk__in=found.uncovered).select_related("lifecycle")
    context = {
        "days": days,
        "periods": PERIODS,
        "figures": found,
        "share": None if found.share_from_first is None else 100 * found.share_from_first,
        "places": [(one, None if one.rate is None else 100 * one.rate) for one in places],
        "uncovered": uncovered.order_by("lifecycle__number")[:_MOST],
        "queries": unanswered().order_by("-count")[:_MOST],
    }
    return render(request, "portal/quality.html", context)
