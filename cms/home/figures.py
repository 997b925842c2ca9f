"""Counts of the public lists: how many items, in which domains, industries and parks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from cms.lists.vocabulary import Term, Vocabulary
from marketplace.listings.models import CapabilityLifecycle, Demand, DemandLifecycle
from marketplace.organisations.models import PUBLIC_KINDS
from marketplace.taxonomy.models import Park

_PARKS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Totals:
    """How many public items each list holds, and how many bodies stand behind them."""

    government: int
    government_open: int
    enterprise: int
    capabilities: int
    owners: int


@dataclass(frozen=True, slots=True)
class Share:
    """A term with its count, and the length of its bar in per cent of the longest."""

    term: Term
    count: int
    percent: int = 0


@dataclass(frozen=True, slots=True)
class DistrictShare:
    """A district with the number of its parks."""

    slug: str
    name: str
    parks: int


@dataclass(frozen=True, slots=True)
class ParkShare:
    """A park, where it lies, and how many public demands name it."""

    slug: str
    name: str
    description: str
    districts: list[str]
    count: int


def totals(now: datetime) -> Totals:
    """Return the totals in three queries."""
    public = Q(owner__kind__in=PUBLIC_KINDS)
    opened = Q(opens_at__isnull=True) | Q(opens_at__lte=now)
    unclosed = Q(closes_at__isnull=True) | Q(closes_at__gt=now)
    demands: Any = DemandLifecycle.objects.filter(state="live", demand__live=True)
    capabilities: Any = CapabilityLifecycle.objects.filter(state="live", capability__live=True)
    counted = demands.aggregate(
        government=Count("pk", filter=public),
        government_open=Count("pk", filter=public & opened & unclosed),
        enterprise=Count("pk", filter=~public),
    )
    owners = demands.values("owner").union(capabilities.values("owner"))
    return Totals(**counted, capabilities=capabilities.count(), owners=owners.count())


def by_domain(vocabulary: Vocabulary) -> list[Share]:
    """Return the domains in use with the number of public demands in each, fullest first."""
    counts = _counts(Demand.domains.through, F("domain"))
    shares = [Share(term, counts[term.pk]) for term in _in_use(vocabulary.of("domain"))]
    return sorted(shares, key=lambda share: -share.count)


def by_industry(vocabulary: Vocabulary) -> list[Share]:
    """Return the industries of "5+X" with the number of public demands in each or its fields."""
    counts = _counts(Demand.industries.through, Coalesce(F("industry__parent"), F("industry")))
    tops = [term for term in _in_use(vocabulary.of("industry")) if not term.parent]
    longest = max((counts[term.pk] for term in tops), default=0) or 1
    return [Share(term, counts[term.pk], 100 * counts[term.pk] // longest) for term in tops]


def by_park() -> tuple[list[DistrictShare], list[ParkShare]]:
    """Return the districts with their parks counted, and the parks that most demands name."""
    counts = _counts(Demand.parks.through, F("park"))
    parks = list(Park.objects.filter(retired=False).prefetch_related("districts"))
    districts = Counter(district for park in parks for district in park.districts.all())
    named = sorted(parks, key=lambda park: -counts[park.pk])[:_PARKS_SHOWN]
    return (
        [
            DistrictShare(district.slug, district.name, count)
            for district, count in sorted(districts.items(), key=lambda pair: pair[0].sort_order)
        ],
        [
            ParkShare(
                slug=park.slug,
                name=park.name,
                description=park.description,
                districts=[district.name for district in park.districts.all()],
                count=counts[park.pk],
            )
            for park in named
        ],
    )


def _counts(through: Any, term: Any) -> Counter[int]:
    """Return the number of public demands by term, from a table between the two."""
    rows = through.objects.filter(demand__live=True, demand__lifecycle__state="live")
    counted = rows.annotate(counted=term).values("counted").order_by()
    return Counter(dict(counted.values_list("counted", Count("demand", distinct=True))))


def _in_use(terms: Iterable[Term]) -> list[Term]:
    return [term for term in terms if not term.retired]
