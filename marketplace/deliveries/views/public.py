"""What everybody reads: the results of challenges that their firms published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.core.paging import page_of
from marketplace.deliveries.models import Result
from marketplace.notifications.topics import followed

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """List the results, newest first."""
    live = followed("results", "all", asked=request.GET.urlencode())
    rows = Result.objects.public().for_rows().order_by("-settled_at", "-pk")
    return render(
        request, "deliveries/results.html", {"page": page_of(request, rows), "live": live}
    )
