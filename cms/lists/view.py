"""A list page: what was asked for, what was found, and how the page says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.frame import frame_of
from cms.lists.address import Address
from cms.lists.cards import read_cards
from cms.lists.facets import Counts, chips_of, facets_of
from cms.lists.hints import hints_for
from cms.lists.pager import pager
from cms.lists.reading import Found, find
from cms.lists.vocabulary import Vocabulary, read_vocabulary
from cms.page_clock import page_clock_of
from marketplace.listings.filters import (
    Q_LENGTH,
    CapabilityFilter,
    DemandFilter,
    Label,
    ListFilter,
)
from marketplace.listings.models import Batch, Capability, Demand
from marketplace.taxonomy.models import Domain
from search.language import parse

if TYPE_CHECKING:
    from cms.models.lists import ListPage

ALL_BATCHES = "all"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks a list for, with whatever it got wrong put right."""

    list_key: str
    filters: ListFilter
    address: Address
    page: int


@dataclass(frozen=True, slots=True)
class BatchLink:
    """A batch that the list can show, or all of them."""

    name: str
    address: Address
    count: int | None
    is_current: bool


def list_response(page: ListPage, request: HttpRequest) -> HttpResponse:
    """Answer with the page, or with its changing part where htmx asked for that."""
    vocabulary = read_vocabulary()
    asked = _asked(page, request, vocabulary=vocabulary)
    found = find(asked.list_key, asked.filters, page=asked.page)
    context = page.get_context(request)
    context.update(_shown(asked, found, vocabulary=vocabulary))
    cards = read_cards(
        asked.filters.queryset,
        [*found.pks, *found.near],
        vocabulary=vocabulary,
        now=asked.filters.now,
    )
    context["cards"] = [card for card in cards if card.listing.pk not in found.near]
    context["near_cards"] = [card for card in cards if card.listing.pk in found.near]
    if not found.is_plain:
        context["hints"] = hints_for(
            asked.list_key,
            asked.filters,
            total=found.total,
            address=asked.address,
            lists=frame_of(request).lists,
        )
    is_partial = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    template = "cms/lists/body.html" if is_partial else page.get_template(request)
    response = TemplateResponse(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    if is_partial:
        response["HX-Push-Url"] = str(asked.address.at_page(found.page))
    return response


def _asked(page: ListPage, request: HttpRequest, *, vocabulary: Vocabulary) -> Asked:
    data = request.GET.copy()
    named = data.pop("batch", [""])[-1]
    batch = str(named) or str(page.batch_id or "")
    if batch and batch != ALL_BATCHES:
        data["batch"] = batch
    filters = filters_of(page.list_key, data, vocabulary=vocabulary, now=page_clock_of(request).now)
    return Asked(
        list_key=page.list_key,
        filters=filters,
        address=_address(request.path, filters, batch=str(named)),
        page=_number(data.get("page", "")),
    )


def filters_of(
    list_key: str, data: QueryDict, *, vocabulary: Vocabulary, now: datetime
) -> ListFilter:
    """Return the filters of a list over what everybody may read."""
    # What is public is visible to everybody: to ask who reads would change nothing but the cost.
    if list_key == "capabilities":
        rows: Any = Capability.objects.public()
        kind: type[ListFilter] = CapabilityFilter
    else:
        demands: Any = Demand.objects.public()
        rows = demands.government() if list_key == "government_demands" else demands.enterprise()
        kind = DemandFilter
    return kind(data, rows, terms=vocabulary.choices(), tops=vocabulary.tops(), now=now)


def _address(path: str, filters: ListFilter, *, batch: str) -> Address:
    """Return the one address of what is asked for, whoever wrote the one that was followed."""
    text = [("q", filters.text)] if filters.text else []
    facets = [(name, value) for name in filters.FACETS for value in filters.chosen.get(name, [])]
    known = batch == ALL_BATCHES or batch in filters.chosen.get("batch", [])
    batches = [("batch", batch)] if batch and known else []
    order = [("sort", filters.order)] if filters.order != filters.default_order else []
    return Address(path, (*text, *facets, *batches, *order))


def _number(text: str) -> int:
    """Return the page that a text asks for; what is no number asks for the first."""
    digits = text.strip()[:12]
    return max(1, int(digits)) if digits.isascii() and digits.isdecimal() else 1


def _shown(asked: Asked, found: Found, *, vocabulary: Vocabulary) -> dict[str, Any]:
    filters, address = asked.filters, asked.address
    return {
        "list_key": asked.list_key,
        "filters": filters,
        "address": address,
        "found": found,
        "notes": _notes(asked, found),
        "facets": facets_of(filters, vocabulary, counts=found.counts),
        "chips": chips_of(filters, address),
        "unfiltered": address.without_names(filters.FACETS),
        "batches": _batches(asked, found.counts),
        "orders": _orders(filters),
        "pager": pager(address, page=found.page, pages=found.pages),
        "carried": address.hidden("q", "sort", *filters.FACETS),
        "saved_query": _saved_query(asked),
        "feed_query": query_of(filters),
        "followable": _followable(filters.chosen),
    }


def _followable(chosen: Mapping[str, list[str]]) -> list[Any]:
    """Return the domain and the batch that a list is narrowed to, where it is a single one."""
    rows: dict[str, Any] = {
        "domain": Domain.objects.in_use().filter(slug__in=chosen.get("domain", [])),
        "batch": Batch.objects.filter(pk__in=chosen.get("batch", [])),
    }
    return [one for name in rows if len(chosen.get(name, [])) == 1 for one in rows[name]]


def _saved_query(asked: Asked) -> str:
    """Return what is asked for as the query of the page that subscribes to it."""
    return urlencode([("list", asked.list_key), *_choices(asked.filters)])


def query_of(filters: ListFilter) -> str:
    """Return text and chosen values as the query of a feed's address."""
    return urlencode([(name, value) for name, value in _choices(filters) if value])


def _choices(filters: ListFilter) -> list[tuple[str, str]]:
    chosen = [(name, value) for name, some in filters.chosen.items() for value in some]
    return [("q", filters.text), *chosen]


def _orders(filters: ListFilter) -> list[tuple[str, Label, bool]]:
    """Return value, label and whether it is chosen of each order on offer.

    The default has no value: sent along with a newly typed text it asks for that one's default.
    """
    return [
        ("" if value == filters.default_order else value, label, value == filters.order)
        for value, label in filters.orders
    ]


def _notes(asked: Asked, found: Found) -> list[str]:
    """Return what the page has to say about the address that it was asked for."""
    notes = [
        _("“%(value)s” is not known here and was left out.") % {"value": value}
        for name in ("batch", "sort")
        for value in asked.filters.ignored.get(name, [])
    ]
    if asked.filters.text_was_cut:
        notes.append(
            _("The text is long: the first %(number)d characters were searched for.")
            % {"number": Q_LENGTH}
        )
    notes += [
        _("“%(typed)s” was read as “%(meant)s”.") % {"typed": typed, "meant": meant}
        for typed, meant in found.notes
    ]
    if parse(asked.filters.text).has_lone_quote:
        notes.append(_("A quotation mark has no partner: its words were searched for one by one."))
    if asked.page > found.page:
        notes.append(
            ngettext(
                "There is only %(number)d page; you see it here.",
                "There are only %(number)d pages; you see the last one.",
                found.pages or 1,
            )
            % {"number": found.pages or 1}
        )
    return notes


def _batches(asked: Asked, counts: Counts | None) -> list[BatchLink]:
    """Return the batches that have items, newest first, after a link to all."""
    counted = None if counts is None else counts.get("batch", {})
    chosen = asked.filters.chosen.get("batch", [])
    everything = asked.address.with_choice("batch", ALL_BATCHES)
    links = [BatchLink(_("All batches"), everything, None, not chosen)]
    for value, name in asked.filters.form.fields["batch"].choices:
        count = None if counted is None else counted.get(value, 0)
        if count != 0 or value in chosen:
            address = asked.address.with_choice("batch", value)
            links.append(BatchLink(str(name), address, count, value in chosen))
    return links if len(links) > 1 else []
