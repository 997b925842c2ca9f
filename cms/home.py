"""What the home page says of the lists today: counted when asked, kept nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest


def figures_of_home(request: HttpRequest) -> dict[str, Any]:
    """Return the figures, newest items, domains, industries and parks of the home page."""
    return {}
