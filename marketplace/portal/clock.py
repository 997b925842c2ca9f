"""The server's clock, for pages that count down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.page_clock import page_clock_of

if TYPE_CHECKING:
    from django.http import HttpRequest


@never_cache
@require_safe
def tell(request: HttpRequest) -> JsonResponse:
    """Return the database's instant."""
    return JsonResponse({"now": page_clock_of(request).now.isoformat()})
