"""What the search boxes suggest while somebody types: a list of links to what is public."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cms.frame import Link, frame_of
from cms.lists.address import Address
from marketplace.listings.filters import Q_LENGTH, CapabilityFilter, DemandFilter
from marketplace.listings.models import Capability, Demand
from marketplace.organisations.models import PUBLIC_KINDS, Organisation
from search import vocabulary_held
from search.documents import (
    CAPABILITIES,
    ENTERPRISE_DEMANDS,
    GOVERNMENT_DEMANDS,
    LISTS,
    order_of,
)
from search.vocabulary_sources import TermName

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_TITLES = 5
_OTHERS = 3
_KEPT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Option:
    """A suggestion: what it says, what it is, and where it leads."""

    text: str
    kind: str | Promise
    address: str


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer with the suggestions for a text, in one list or, without one, in all."""
    typed = request.GET.get("q", "")[:Q_LENGTH]
    where = request.GET.get("in", "")
    lists = frozenset({where} if where in LISTS else LISTS)
    options = options_for(request, typed, lists=lists)
    response = render(request, "cms/suggest.html", {"options": options})
    response["Cache-Control"] = f"private, max-age={_KEPT_SECONDS}"
    return response


def options_for(request: HttpRequest, typed: str, *, lists: frozenset[str]) -> list[Option]:
    """Return the suggestions for a text in some lists, whoever asks."""
    found = vocabulary_held.current().suggest(typed, lists)
    pages = frame_of(request).lists
    return [
        *_typed_before(found.queries, pages),
        *_terms(found.terms, lists, pages=pages),
        *_bodies(found.bodies),
        *_titles(found.listings, lists),
    ]


def _typed_before(
    queries: Sequence[tuple[str, str]], pages: Mapping[str, Link]
) -> Iterator[Option]:
    for list_key, text in queries[:_OTHERS]:
        if list_key in pages:
            address = Address(pages[list_key].url, (("q", text),))
            yield Option(text, _("often searched for"), str(address))


def _terms(
    terms: Sequence[TermName], lists: frozenset[str], *, pages: Mapping[str, Link]
) -> Iterator[Option]:
    """Yield each term as the first list that can be narrowed by it."""
    for term in terms[:_OTHERS]:
        for list_key in LISTS:
            facets = CapabilityFilter.FACETS if list_key == CAPABILITIES else DemandFilter.FACETS
            if list_key in lists and list_key in pages and term.facet in facets:
                address = Address(pages[list_key].url, ((term.facet, term.slug),))
                yield Option(term.name, pages[list_key].title, str(address))
                break


def _bodies(pks: Sequence[int]) -> Iterator[Option]:
    rows = Organisation.objects.visible_to(AnonymousUser()).present().filter(pk__in=pks)
    names = dict(rows.values_list("pk", "name")) if pks else {}
    for pk in [pk for pk in pks if pk in names][:_OTHERS]:
        address = reverse("organisations:detail", args=[pk])
        yield Option(names[pk], _("organisation"), address)


def _titles(keys: Sequence[str], lists: frozenset[str]) -> Iterator[Option]:
    found = {**_demands(keys, lists), **_capabilities(keys)}
    yield from [found[key] for key in keys if key in found][:_TITLES]


def _demands(keys: Sequence[str], lists: frozenset[str]) -> dict[str, Option]:
    pks = [pk for kind, pk in map(order_of, keys) if kind == "demand"]
    demands: Any = Demand.objects.public()
    columns = ("pk", "title", "lifecycle__number", "lifecycle__owner__kind")
    rows = demands.filter(pk__in=pks).values_list(*columns) if pks else ()
    kind = _("demand")
    return {
        f"demand:{pk}": Option(title, kind, reverse("portal:demand", args=[number]))
        for pk, title, number, owner in rows
        if (GOVERNMENT_DEMANDS if owner in PUBLIC_KINDS else ENTERPRISE_DEMANDS) in lists
    }


def _capabilities(keys: Sequence[str]) -> dict[str, Option]:
    pks = [pk for kind, pk in map(order_of, keys) if kind == "capability"]
    capabilities: Any = Capability.objects.public()
    columns = ("pk", "title", "lifecycle__number")
    rows = capabilities.filter(pk__in=pks).values_list(*columns) if pks else ()
    kind = _("capability")
    return {
        f"capability:{pk}": Option(title, kind, reverse("portal:capability", args=[number]))
        for pk, title, number in rows
    }
