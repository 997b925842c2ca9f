"""The address and the QR code that confirm a version to anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import segno
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from django.http import HttpRequest

    from marketplace.claims.models import ClaimVersion


def check_url(request: HttpRequest, version: ClaimVersion) -> str:
    """Return the full address that confirms a version."""
    query = urlencode({"receipt": version.claim.receipt, "digest": version.digest})
    return request.build_absolute_uri(f"{reverse('claims:check')}?{query}")


def qr_code(text: str) -> SafeString:
    """Return a QR code as SVG in dark on light, whatever the page's colours are."""
    code = segno.make(text, error="m", micro=False)
    drawn = code.svg_inline(scale=3, border=4, dark="#000", light="#fff", omitsize=True)
    return SafeString(drawn)
