"""Published example listings in bulk: rows as they stand after approval, without their actions.

It passes by actions, journal and index, since a hundred thousand approvals would take a day; so it
serves for measuring only, and the index has to be made anew afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from django.db import transaction

from marketplace.core import clock
from marketplace.demo.scale import Draft, Texts
from marketplace.listings.models import (
    Capability,
    CapabilityLifecycle,
    Case,
    Demand,
    DemandLifecycle,
)
from marketplace.organisations.models import PUBLIC_KINDS, Organisation

CHUNK: Final = 2_000
YEAR: Final = 2099
"""Numbers of this year tell made listings from real ones."""

Progress = Callable[[str], object]


class NothingToOwnError(Exception):
    """There are no example organisations that could own made listings."""


def add_listings(count: int, *, seed: int, progress: Progress) -> list[str]:
    """Add so many published listings, half demands and half capabilities; return their keys.

    NothingToOwnError where no organisations were loaded.
    """
    texts = Texts(seed)
    bodies, firms = _owners(public=True), _owners(public=False)
    if not bodies or not firms:
        raise NothingToOwnError("load the demo first: there are no organisations")
    demands = count // 2
    keys: list[str] = []
    for drafts in _chunks(texts.demands(demands)):
        keys += _add(drafts, _demand, lifecycle=_demand_lifecycle, owners=bodies)
        progress(f"{len(keys)} of {count} listings")
    for drafts in _chunks(texts.capabilities(count - demands)):
        keys += _add(drafts, _capability, lifecycle=_capability_lifecycle, owners=firms)
        progress(f"{len(keys)} of {count} listings")
    return keys


def _owners(*, public: bool) -> list[int]:
    rows = Organisation.objects.present().order_by("pk")
    chosen = rows.filter(kind__in=PUBLIC_KINDS) if public else rows.exclude(kind__in=PUBLIC_KINDS)
    return list(chosen.values_list("pk", flat=True))


@transaction.atomic
def _add(
    drafts: Sequence[Draft],
    content: Callable[[Draft, int], Any],
    *,
    lifecycle: Callable[..., Any],
    owners: Sequence[int],
) -> list[str]:
    """Write listings with their lifecycles and terms."""
    model: Any = type(content(drafts[0], 0))
    rows = model.objects.bulk_create(content(draft, at) for at, draft in enumerate(drafts))
    type(lifecycle(rows[0], number=0, owner=owners[0]))._default_manager.bulk_create(
        lifecycle(row, number=row.pk, owner=owners[row.pk % len(owners)]) for row in rows
    )
    pairs = list(zip(rows, drafts, strict=True))
    _relate(model, "domains", chosen=((row, draft.domains) for row, draft in pairs))
    _relate(model, "industries", chosen=((row, draft.industries) for row, draft in pairs))
    if model is Demand:
        _relate(
            model,
            "districts",
            chosen=((row, draft.like.get("districts", ())) for row, draft in pairs),
        )
    else:
        Case.objects.bulk_create(case for row, draft in pairs for case in _cases(row, draft))
    return [f"{model.KEY}:{row.pk}" for row in rows]


def _relate(model: Any, field: str, *, chosen: Iterable[tuple[Any, Sequence[str]]]) -> None:
    """Write the rows of a relation to a vocabulary."""
    relation = model._meta.get_field(field)
    through = relation.remote_field.through
    terms = dict(relation.related_model._default_manager.values_list("slug", "pk"))
    mine, theirs = f"{relation.m2m_field_name()}_id", f"{relation.m2m_reverse_field_name()}_id"
    through._default_manager.bulk_create(
        through(**{mine: row.pk, theirs: terms[slug]})
        for row, slugs in chosen
        for slug in dict.fromkeys(slugs)
        if slug in terms
    )


def _demand(draft: Draft, at: int) -> Demand:
    like = draft.like
    budget = like.get("budget") or {}
    has_sum = budget.get("kind") == Demand.BudgetKind.RANGE
    return Demand(
        live=True,
        title=draft.title,
        summary=draft.summary,
        content=draft.body,
        background=draft.context,
        mode=like.get("mode", Demand.Mode.SCENARIO),
        path=like.get("path", ""),
        cooperation=like.get("cooperation", Demand.Cooperation.SINGLE),
        slots=like.get("slots"),
        budget_kind=budget.get("kind", Demand.BudgetKind.UNDISCLOSED),
        budget_low=_sum(budget.get("low"), at) if has_sum else None,
        budget_high=_sum(budget.get("high"), at) if has_sum else None,
    )


def _demand_lifecycle(row: Demand, *, number: int, owner: int) -> DemandLifecycle:
    now = clock.now()
    closes = now + timedelta(days=number % 90 - 20)
    return DemandLifecycle(
        demand=row,
        opens_at=now - timedelta(days=number % 60 + 1),
        closes_at=closes,
        closed_at=now if closes <= now else None,
        **_lifecycle(Demand.NUMBER_PREFIX, number=number, owner=owner),
    )


def _capability(draft: Draft, at: int) -> Capability:
    like = draft.like
    price = like.get("price") or {}
    has_sum = price.get("kind") == Capability.PriceKind.RANGE
    return Capability(
        live=True,
        title=draft.title,
        summary=draft.summary,
        description=draft.body,
        maturity=like.get("maturity", ""),
        price_kind=price.get("kind", Capability.PriceKind.NEGOTIABLE),
        price_low=_sum(price.get("low"), at) if has_sum else None,
        price_high=_sum(price.get("high"), at) if has_sum else None,
    )


def _capability_lifecycle(row: Capability, *, number: int, owner: int) -> CapabilityLifecycle:
    return CapabilityLifecycle(
        capability=row, **_lifecycle(Capability.NUMBER_PREFIX, number=number, owner=owner)
    )


def _lifecycle(prefix: str, *, number: int, owner: int) -> dict[str, Any]:
    """Return what lifecycles share: published, settled, marked as an example."""
    now = clock.now()
    return {
        "number": f"{prefix}-{YEAR}-{number:07d}",
        "owner_id": owner,
        "state": DemandLifecycle.State.LIVE,
        "review": DemandLifecycle.Review.SETTLED,
        "is_example": True,
        "published_at": now - timedelta(minutes=number % 400_000),
        "confirmed_at": now - timedelta(days=number % 300),
    }


def _cases(row: Capability, draft: Draft) -> Iterator[Case]:
    for at, case in enumerate(draft.like.get("cases") or ()):
        yield Case(
            capability=row, sort_order=at, customer=case["customer"], result=draft.context[:200]
        )


def _sum(tens_of_thousands: Any, at: int) -> Decimal | None:
    """Return a sum in yuan near one in 万元, None for none."""
    if tens_of_thousands is None:
        return None
    return Decimal(str(tens_of_thousands)) * 10_000 + at % 50 * 1_000


def _chunks(drafts: Iterator[Draft]) -> Iterator[list[Draft]]:
    while some := list(islice(drafts, CHUNK)):
        yield some
