"""What everybody reads of a draw: the announcement, and once held what proves it was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.challenges.models import Challenge
from marketplace.reviews.models import Draw
from marketplace.reviews.promising import field_names

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def draws(request: HttpRequest, number: str) -> HttpResponse:
    """Show the announced draws of a listed challenge with their commitments, never a name."""
    rows = Challenge.objects.visible_to(request.user).for_rows()
    challenge = rows.filter(demand__lifecycle__number=number.upper()).first()
    if challenge is None:
        raise Http404
    found = Draw.objects.filter(panel__challenge=challenge)
    if not found:
        raise Http404
    names = field_names()
    context = {
        "challenge": challenge,
        "demand": challenge.demand,
        "draws": [
            (one, [(names.get(row["field"], row["field"]), row["seats"]) for row in _strata(one)])
            for one in found.select_related("panel__challenge__demand__lifecycle")
        ],
    }
    return render(request, "reviews/draws.html", context)


def _strata(draw: Draw) -> list[dict[str, str]]:
    found: list[dict[str, str]] = draw.rules["strata"]
    return found
