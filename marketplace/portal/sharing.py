"""Passing a public listing on: a short address by its number, and a card with a QR code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import segno
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from marketplace.listings.models import Capability, Demand
from marketplace.portal.details import find_by_number
from marketplace.portal.places import place_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_KEYS: Final = {Demand.NUMBER_PREFIX: Demand.KEY, Capability.NUMBER_PREFIX: Capability.KEY}
_MODELS: Final[dict[str, Any]] = {Demand.KEY: Demand, Capability.KEY: Capability}

NUMBER: Final = rf"(?P<number>(?i:{'|'.join(_KEYS)})-[0-9]{{4}}-[0-9]{{1,8}})"
"""A public number as it stands in a short address, in large or small letters."""


@require_safe
def short(_request: HttpRequest, number: str) -> HttpResponse:
    """Lead from the short address of a number to the listing's page, which says what there is."""
    number = number.upper()
    return redirect(f"portal:{_KEYS[number.partition('-')[0]]}", number, permanent=True)


@require_safe
def card(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """Show a public listing as a card to be printed or shown: title, owner, QR code, address."""
    rows = _MODELS[key].objects.public().select_related("lifecycle__owner", "lifecycle__batch")
    listing = find_by_number(rows, number)
    address = request.build_absolute_uri(
        reverse("portal:short", kwargs={"number": listing.lifecycle.number})
    )
    context = {
        **place_of(request, listing),
        "listing": listing,
        "page_url": reverse(f"portal:{key}", args=[listing.lifecycle.number]),
        "address": address,
        "code": qr_code(address),
    }
    return render(request, "portal/share.html", context)


def qr_code(address: str) -> SafeString:
    """Return an address as the SVG of a QR code, black on nothing, which a white ground needs."""
    if not address.startswith(("http://", "https://")):
        raise Http404
    drawn = segno.make(address, error="m").svg_inline(scale=5, border=2, omitsize=True)
    return mark_safe(drawn)  # noqa: S308 - drawn by the library from numbers
