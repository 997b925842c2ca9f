"""One search over all lists: the first hits of each, and the way to the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.frame import Link, frame_of
from cms.lists.address import Address
from cms.lists.cards import Card, read_cards
from cms.lists.hints import Hint, hints_for
from cms.lists.reading import Found, find
from cms.lists.view import filters_of
from cms.lists.vocabulary import Vocabulary, read_vocabulary
from cms.page_clock import page_clock_of
from marketplace.listings.filters import ListFilter

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Section:
    """What one list holds of what was typed."""

    list_key: str
    typed: str
    link: Link
    found: Found
    cards: list[Card]
    address: Address
    meant: tuple[Hint, ...]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Answer with the first hits of every list; without a text with the box alone."""
    data = request.GET.copy()
    for name in set(data) - {"q"}:
        del data[name]
    lists = frame_of(request).lists if data.get("q", "").strip() else {}
    vocabulary = read_vocabulary() if lists else Vocabulary([])
    now = page_clock_of(request).now
    sections = []
    for key, link in lists.items():
        filters = filters_of(key, data, vocabulary=vocabulary, now=now)
        sections.append(_section(key, link, filters=filters, vocabulary=vocabulary))
    context = {
        "typed": sections[0].typed if sections else "",
        "sections": sections,
        "total": sum(section.found.total for section in sections),
        "notes": sections[0].found.notes if sections else (),
    }
    return render(request, "cms/search.html", context)


def _section(list_key: str, link: Link, *, filters: ListFilter, vocabulary: Vocabulary) -> Section:
    address = Address(link.url, (("q", filters.text), ("batch", "all")))
    found = find(list_key, filters, page=1)
    rows: Any = filters.queryset
    return Section(
        list_key=list_key,
        typed=filters.text,
        link=link,
        found=found,
        cards=read_cards(rows, found.pks[:_SHOWN], vocabulary=vocabulary, now=filters.now),
        address=address,
        meant=hints_for(list_key, filters, total=found.total, address=address, lists={}).meant,
    )
