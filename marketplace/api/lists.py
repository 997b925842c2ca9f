"""The lists: the same query language, filters and order as their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from cms.lists.cards import read_cards
from cms.lists.facets import Option, facets_of
from cms.lists.reading import find
from cms.lists.view import filters_of
from cms.lists.vocabulary import read_vocabulary
from cms.page_clock import page_clock_of
from cms.suggest import options_for
from marketplace.api import listings, schemas
from marketplace.listings.filters import Q_LENGTH
from marketplace.portal.details import find_by_number
from marketplace.portal.rows import capabilities_in_full, demands_in_full
from search.documents import CAPABILITIES, LISTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cms.lists.cards import Card

LAST_PAGE = 100_000

router = Router(tags=["lists"])


class ListQuery(Schema):
    """What every list can be asked for; a filter may be given several times."""

    q: str = Field("", description="Words, phrases in quotation marks, exclusions with a minus.")
    page: int = Field(1, ge=1, le=LAST_PAGE)
    sort: str = ""
    industry: list[str] = []
    domain: list[str] = []
    district: list[str] = []
    batch: list[str] = []


class DemandQuery(ListQuery):
    """What the lists of demands can be asked for."""

    list_key: Literal["government_demands", "enterprise_demands"] = "government_demands"
    park: list[str] = []
    opens: list[str] = []
    state: list[str] = []
    mode: list[str] = []
    path: list[str] = []
    budget: list[str] = []
    deadline: list[str] = []


class CapabilityQuery(ListQuery):
    """What the list of capabilities can be asked for."""

    qualification: list[str] = []
    maturity: list[str] = []
    first_of_kind: list[str] = []


class SuggestionQuery(Schema):
    """What was typed so far, and in which list."""

    q: str = ""
    list_key: Literal["", "government_demands", "enterprise_demands", "capabilities"] = ""


@router.get("/demands", response=schemas.DemandList, url_name="demands")
def demands(request: HttpRequest, asked: Query[DemandQuery]) -> dict[str, Any]:
    """Search a list of demands."""
    return _listed(request, asked.list_key, page=asked.page, card=listings.demand_card)


@router.get("/capabilities", response=schemas.CapabilityList, url_name="capabilities")
def capabilities(request: HttpRequest, asked: Query[CapabilityQuery]) -> dict[str, Any]:
    """Search the list of capabilities."""
    return _listed(request, CAPABILITIES, page=asked.page, card=listings.capability_card)


@router.get(
    "/demands/{slug:number}",
    response={200: schemas.DemandDetail, 404: schemas.Problem},
    url_name="demand",
)
def demand(request: HttpRequest, number: str) -> dict[str, Any]:
    """Read a published demand."""
    found = find_by_number(demands_in_full().public(), number)
    return listings.demand_detail(found, now=page_clock_of(request).now)


@router.get(
    "/capabilities/{slug:number}",
    response={200: schemas.CapabilityDetail, 404: schemas.Problem},
    url_name="capability",
)
def capability(request: HttpRequest, number: str) -> dict[str, Any]:  # noqa: ARG001
    """Read a published capability."""
    return listings.capability_detail(find_by_number(capabilities_in_full().public(), number))


@router.get("/suggestions", response=list[schemas.Suggestion], url_name="suggestions")
def suggestions(request: HttpRequest, asked: Query[SuggestionQuery]) -> list[dict[str, str]]:
    """Suggest what may be meant while somebody types."""
    wanted = frozenset({asked.list_key} if asked.list_key else LISTS)
    found = options_for(request, asked.q[:Q_LENGTH], lists=wanted)
    return [{"text": one.text, "kind": str(one.kind), "page": one.address} for one in found]


def _listed(
    request: HttpRequest, list_key: str, *, page: int, card: Callable[[Card], dict[str, Any]]
) -> dict[str, Any]:
    vocabulary = read_vocabulary()
    now = page_clock_of(request).now
    filters = filters_of(list_key, request.GET.copy(), vocabulary=vocabulary, now=now)
    found = find(list_key, filters, page=page)
    cards = read_cards(filters.queryset, found.pks, vocabulary=vocabulary, now=now)
    return {
        "list_key": list_key,
        "q": filters.text,
        "sort": filters.order,
        "total": found.total,
        "page": found.page,
        "pages": found.pages,
        "ignored": filters.ignored,
        "is_plain": found.is_plain,
        "facets": [
            {
                "name": facet.name,
                "label": str(facet.label),
                "choices": list(_choices([*facet.options, *facet.more])),
            }
            for facet in facets_of(filters, vocabulary, counts=found.counts)
        ],
        "items": [card(one) for one in cards],
    }


def _choices(options: list[Option]) -> Iterator[dict[str, Any]]:
    """Yield the choices, those below another behind it."""
    for one in options:
        yield {
            "value": one.value,
            "label": str(one.label),
            "count": one.count,
            "is_chosen": one.is_chosen,
        }
        yield from _choices(one.below)
