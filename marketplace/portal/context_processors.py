"""What the frame of every page needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.functional import SimpleLazyObject

from cms.frame import frame_of
from cms.page_clock import page_clock_of
from marketplace.portal.people import person_in_frame
from marketplace.portal.preferences import preferences_of

if TYPE_CHECKING:
    from django.http import HttpRequest


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Return preferences, navigation, footer, the reader and the clock; each is asked on use."""
    return {
        "preferences": preferences_of(request),
        "frame": SimpleLazyObject(lambda: frame_of(request)),
        "person": SimpleLazyObject(lambda: person_in_frame(request)),
        "page_clock": page_clock_of(request),
    }
