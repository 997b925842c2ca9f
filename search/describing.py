"""Rows of listings as documents: which field says what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from marketplace.listings.filters import BUDGET_BANDS
from marketplace.listings.models import Capability, Demand, Listing
from marketplace.organisations.models import PUBLIC_KINDS
from marketplace.taxonomy.models import District, QualificationKind
from search import related
from search.documents import (
    CAPABILITIES,
    ENTERPRISE_DEMANDS,
    GOVERNMENT_DEMANDS,
    ListingDocument,
)
from search.related import Chosen


def describe_demands(demands: Sequence[Demand]) -> list[ListingDocument]:
    """Return the documents of demands in a constant number of queries, at version 0."""
    pks = [demand.pk for demand in demands]
    shared = _Shared(Demand, pks)
    districts = related.terms(Demand, "districts", pks=pks)
    parks = related.terms(Demand, "parks", pks=pks)
    parties, indicators = related.parties(pks), related.indicators(pks)
    opened = related.opened(pks)
    return [
        ListingDocument(
            key=f"demand:{demand.pk}",
            list_key=_demand_list(demand),
            body=_lines(demand.goals, demand.content, *indicators[demand.pk]),
            context=_lines(demand.background, *(text for _, text in opened[demand.pk])),
            names=_lines(
                *shared.names(demand),
                *(term.name for term in (*districts[demand.pk], *parks[demand.pk])),
                *parties[demand.pk],
            ),
            districts=_slugs(districts[demand.pk]),
            parks=_slugs(parks[demand.pk]),
            opens=tuple(sorted({slug for slug, _ in opened[demand.pk]})),
            mode=demand.mode,
            path=demand.path,
            cooperation=demand.cooperation,
            first_of_kind="counts" if demand.first_of_kind_counts else "",
            budget_band=_budget_band(demand),
            budget_low=_yuan(demand.budget_low),
            budget_high=_yuan(demand.budget_high),
            **_instants(demand.lifecycle),
            **shared.values(demand),
        )
        for demand in demands
    ]


def describe_capabilities(capabilities: Sequence[Capability]) -> list[ListingDocument]:
    """Return the documents of capabilities in a constant number of queries, at version 0."""
    pks = [capability.pk for capability in capabilities]
    shared = _Shared(Capability, pks)
    reached = related.terms(Capability, "delivers_to", pks=pks)
    cases = related.cases(pks)
    lower = _lower_grades()
    everywhere = tuple(District.objects.order_by("slug").values_list("slug", flat=True))
    return [
        ListingDocument(
            key=f"capability:{capability.pk}",
            list_key=CAPABILITIES,
            body=capability.description,
            context=_lines(*cases[capability.pk]),
            names=_lines(*shared.names(capability)),
            districts=everywhere
            if capability.delivers_everywhere
            else _slugs(reached[capability.pk]),
            everywhere=capability.delivers_everywhere,
            maturity=capability.maturity,
            first_of_kind=""
            if capability.first_of_kind == Capability.FirstOfKind.NONE
            else capability.first_of_kind,
            cases=len(cases[capability.pk]),
            budget_low=_yuan(capability.price_low),
            budget_high=_yuan(capability.price_high),
            **{
                **shared.values(capability),
                # A higher grade is found, matched and counted where a lower one is asked.
                "qualifications": _with_lower(shared.qualifications(capability), lower),
            },
        )
        for capability in capabilities
    ]


class _Shared:
    """What demands and capabilities have in common."""

    def __init__(self, model: type[Listing], pks: Sequence[int]) -> None:
        self._domains = related.terms(model, "domains", pks=pks)
        self._industries = related.terms(model, "industries", pks=pks)
        self._qualifications = related.terms(model, "qualifications", pks=pks)

    def values(self, listing: Any) -> dict[str, Any]:
        """Return the fields of a document that every listing has."""
        lifecycle = listing.lifecycle
        industries: list[Chosen] = self._industries[listing.pk]
        return {
            "version": 0,
            "visible": listing.is_public,
            "number": lifecycle.number or "",
            "title": listing.title,
            "summary": listing.summary,
            "owner": str(lifecycle.owner_id),
            "batch": str(lifecycle.batch_id or ""),
            "domains": _slugs(self._domains[listing.pk]),
            "industries": _slugs(industries),
            "industry_tops": tuple(term.top for term in industries),
            "qualifications": self.qualifications(listing),
            "published_at": _seconds(lifecycle.published_at),
            "confirmed_at": _seconds(lifecycle.confirmed_at),
        }

    def qualifications(self, listing: Any) -> tuple[str, ...]:
        """Return the kinds of qualification that it names."""
        return _slugs(self._qualifications[listing.pk])

    def names(self, listing: Any) -> list[str]:
        """Return the names and codes that a search finds it by.

        A kind of qualification is found by its slug too: `cmmi5` is what people type.
        """
        lifecycle = listing.lifecycle
        return [
            lifecycle.owner.name,
            lifecycle.owner.short_name,
            lifecycle.owner.credit_code or "",
            lifecycle.unit.name if lifecycle.unit else "",
            *(term.name for term in self._domains[listing.pk]),
            *(f"{term.name} {term.top_name}".strip() for term in self._industries[listing.pk]),
            *(f"{term.name} {term.slug}" for term in self._qualifications[listing.pk]),
        ]


def _lower_grades() -> dict[str, list[str]]:
    """Return the kinds of qualification that each higher grade also counts as."""
    through = QualificationKind.satisfies.through._default_manager
    found: dict[str, list[str]] = {}
    for higher, lower in through.values_list(
        "from_qualificationkind__slug", "to_qualificationkind__slug"
    ):
        found.setdefault(higher, []).append(lower)
    return found


def _with_lower(named: tuple[str, ...], lower: Mapping[str, list[str]]) -> tuple[str, ...]:
    return tuple(sorted({*named, *(one for kind in named for one in lower.get(kind, ()))}))


def _instants(lifecycle: Any) -> dict[str, Any]:
    return {
        "opens_at": _seconds(lifecycle.opens_at),
        "closes_at": _seconds(lifecycle.closes_at),
    }


def _demand_list(demand: Demand) -> str:
    is_public = demand.lifecycle.owner.kind in PUBLIC_KINDS
    return GOVERNMENT_DEMANDS if is_public else ENTERPRISE_DEMANDS


def _budget_band(demand: Demand) -> str:
    """Return the band of the upper sum, else of the lower; or the reason why there is none."""
    if demand.budget_kind != Demand.BudgetKind.RANGE:
        return demand.budget_kind
    amount = demand.budget_low if demand.budget_high is None else demand.budget_high
    if amount is None:
        return ""
    for name, _, low, high in BUDGET_BANDS:
        if low <= amount and (high is None or amount < high):
            return name
    return ""


def _lines(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


def _slugs(chosen: Iterable[Chosen]) -> tuple[str, ...]:
    return tuple(term.slug for term in chosen)


def _yuan(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount)


def _seconds(instant: datetime | None) -> int | None:
    return None if instant is None else int(instant.timestamp())
