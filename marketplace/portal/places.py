"""Where a listing's page stands: under which list of the page tree, in menu and breadcrumbs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cms.frame import frame_of
from search.documents import CAPABILITIES, ENTERPRISE_DEMANDS, GOVERNMENT_DEMANDS

if TYPE_CHECKING:
    from django.http import HttpRequest

    from marketplace.listings.models import Listing


def list_of(listing: Listing) -> str:
    """Return which list an item belongs to, in the words of the index."""
    if listing.KEY == "capability":
        return CAPABILITIES
    is_public = listing.lifecycle.owner.is_public_body
    return GOVERNMENT_DEMANDS if is_public else ENTERPRISE_DEMANDS


def place_of(request: HttpRequest, listing: Listing) -> dict[str, Any]:
    """Return the frame and the breadcrumbs of a page that belongs to a listing."""
    frame = frame_of(request)
    link = frame.lists.get(list_of(listing))
    if link is None:
        return {"frame": frame, "trail": []}
    return {"frame": replace(frame, section=link.url), "trail": [(link.title, link.url)]}
