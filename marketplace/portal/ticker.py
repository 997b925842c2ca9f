"""The ticker on its own, for pages that draw it anew and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.page_clock import page_clock_of
from marketplace.claims.ticker import ticker

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_KEPT_SECONDS: Final = 5


@cache_control(public=True, max_age=_KEPT_SECONDS)
@require_safe
def fragment(request: HttpRequest) -> HttpResponse:
    """Answer with the part of the home page, as it is now."""
    lines = ticker(now=page_clock_of(request).now)
    return render(request, "claims/parts/ticker.html", {"ticker": lines})


@cache_control(public=True, max_age=_KEPT_SECONDS)
@require_safe
def lines(request: HttpRequest) -> JsonResponse:
    """Answer with number, title, districts, page and whole minutes of each line."""
    told = [
        {
            "number": line.number,
            "title": line.title,
            "districts": line.places,
            "minutes_ago": line.minutes,
            "page": request.build_absolute_uri(reverse("portal:demand", args=[line.number])),
        }
        for line in ticker(now=page_clock_of(request).now)
    ]
    return JsonResponse({"lines": told}, json_dumps_params={"ensure_ascii": False})
