"""The certificate of use (应用证明): a page to print, and the proof of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.cooperations.models import Cooperation

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """Show the certificate with a number to whoever knows it; no amount, no rating."""
    rows = Cooperation.objects.for_rows().filter(certificate=number.upper())
    cooperation = rows.first()
    if cooperation is None:
        raise Http404
    context = {"cooperation": cooperation, "demand": cooperation.demand}
    response = render(request, "cooperations/certificate.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
