"""The way from one page of a list to the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.core.paginator import Page

register = template.Library()


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(
    context: Mapping[str, Any],
    page: Page[Any],
    *,
    name: str = "page",
    anchor: str = "",
    address: str = "",
) -> dict[str, Any]:
    """Draw links to the first, the last and the near pages; whatever else is asked for stays.

    `name` is the list's in the address, `anchor` the heading to return to; `address` is given by
    pages that also answer a form.
    """
    query = context["request"].GET.copy()

    def page_at(number: int) -> str:
        query[name] = str(number)
        return f"{address}?{query.urlencode()}{anchor and '#'}{anchor}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "page": page,
        "links": [(one, page_at(one) if isinstance(one, int) else "") for one in numbers],
        "before": page_at(page.previous_page_number()) if page.has_previous() else "",
        "after": page_at(page.next_page_number()) if page.has_next() else "",
    }
