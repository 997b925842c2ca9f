"""The clock of a page: the database is asked once, whatever the page needs the time for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from marketplace.core import clock

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest


class PageClock:
    """Tells the instant at which a page is made."""

    @cached_property
    def now(self) -> datetime:
        """Return the database's instant at the first question."""
        return clock.now()


def page_clock_of(request: HttpRequest) -> PageClock:
    """Return the one clock of a request."""
    found: PageClock | None = getattr(request, "page_clock", None)
    if found is None:
        found = PageClock()
        request.page_clock = found  # type: ignore[attr-defined]
    return found
