"""Lists that a person reads a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.core.paginator import Paginator

if TYPE_CHECKING:
    from django.core.paginator import Page
    from django.http import HttpRequest

PAGE_SIZE: Final = 20


def page_of(request: HttpRequest, rows: Any, *, name: str = "page") -> Page[Any]:
    """Return the page of ordered rows that the address asks for: the first or the last for others.

    A page with several lists gives each its own `name` in the address.
    """
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get(name))
