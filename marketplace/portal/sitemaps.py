"""The map of the site for search engines: the page tree, and every public listing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap as PageSitemap

from marketplace.listings.models import Capability, Demand

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse


class ListingSitemap(Sitemap[Any]):
    """The public items of one list, under the host that was asked."""

    def __init__(self, model: type[Demand | Capability], request: HttpRequest) -> None:
        self._model, self._host = model, request.get_host()

    def items(self) -> Any:
        """Return number, last revision and publication of each public item, by number."""
        rows: Any = self._model.objects
        return (
            rows.public()
            .order_by("lifecycle__number")
            .values_list("lifecycle__number", "lifecycle__revised_at", "lifecycle__published_at")
        )

    def location(self, item: Any) -> str:
        """Return the address of an item's page."""
        return reverse(f"portal:{self._model.KEY}", args=[item[0]])

    def lastmod(self, item: Any) -> datetime | None:
        """Return when an item was last revised, else published."""
        revised: datetime | None = item[1] or item[2]
        return revised

    def get_domain(self, site: Any = None) -> str:
        """Return the host that was asked, whatever the table of sites says."""
        return self._host


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """Return the pages of the tree and the public listings as XML."""
    maps = {
        "pages": PageSitemap(request),
        "demands": ListingSitemap(Demand, request),
        "capabilities": ListingSitemap(Capability, request),
    }
    return sitemap(request, maps)
