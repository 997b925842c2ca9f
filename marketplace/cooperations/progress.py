"""What everybody may read of a demand's co-operations: steps by their day, public agreements."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from marketplace.cooperations.milestones import WAY
from marketplace.cooperations.models import AGREED_STATES, Cooperation, CooperationState
from marketplace.core.workdays import SHANGHAI
from marketplace.listings.models.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from django.utils.functional import _StrPromise

    from marketplace.cooperations.querysets import CooperationQuerySet
    from marketplace.listings.models import Demand

_UNTOLD = (CooperationState.OPENED, CooperationState.ENDED)
_TALKS = (CooperationState.CONTACTED, CooperationState.TALKING)
_SIGNED = (CooperationState.AGREED, CooperationState.DELIVERED)
_DONE = (CooperationState.ACCEPTED, CooperationState.RATED)
_STEPS = {field: label for label, field in WAY if field != "opened_at"}


@dataclass(frozen=True, slots=True)
class PublicAgreement:
    """An agreement that its owner made public."""

    provider: str
    agreed_on: date
    amount: Decimal | None
    notice_url: str


@dataclass(frozen=True, slots=True)
class PublicStep:
    """A step that some co-operations took on a day; nobody is named."""

    label: _StrPromise | str
    on: date
    count: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How many co-operations are in talks, agreed and done, their steps, and those with a name."""

    talks: int
    signed: int
    done: int
    agreements: Sequence[PublicAgreement] = ()
    steps: Sequence[PublicStep] = ()

    def __bool__(self) -> bool:
        """Return whether there is anything to tell."""
        return bool(self.talks or self.signed or self.done)

    @property
    def lines(self) -> list[PublicStep | PublicAgreement]:
        """Return steps and agreements by their day; a step before the agreement that it led to."""
        days: list[tuple[date, PublicStep | PublicAgreement]]
        days = [(one.on, one) for one in self.steps]
        days += [(one.agreed_on, one) for one in self.agreements]
        return [one for _day, one in sorted(days, key=lambda row: row[0])]


NOTHING = Progress(0, 0, 0)


def public_progress(demand: Demand, *, at: datetime) -> Progress:
    """Return what everybody reads of a demand's co-operations at an instant.

    Contact counts once both sides confirmed it; what has ended is not told. Each step is told with
    its day alone. On the quiet paths nothing is said before the close. Names come after the close,
    of agreements that the owner made public, and where buying follows the law only with the link
    of its notice. Nothing is said, or no amount, where the demand says so, or said so when the
    provider applied.
    """
    lifecycle = demand.lifecycle
    is_over = lifecycle.phase_at(at) == "closed"
    if demand.is_quiet and not is_over:
        return NOTHING
    if demand.timeline == Timeline.NOTHING:
        return NOTHING
    told = _told(demand).exclude(state__in=_UNTOLD)
    rows = list(told.values("state", *_STEPS))
    counted = Counter(row["state"] for row in rows)
    shows_names = is_over or lifecycle.closes_at is None  # type: ignore[attr-defined]
    return Progress(
        talks=sum(counted[state] for state in _TALKS),
        signed=sum(counted[state] for state in _SIGNED),
        done=sum(counted[state] for state in _DONE),
        agreements=_public_agreements(demand) if shows_names else (),
        steps=_steps(rows),
    )


def _told(demand: Demand) -> CooperationQuerySet:
    """Return the co-operations of which something may be public."""
    found: CooperationQuerySet = Cooperation.objects.filter(demand=demand)
    return found.exclude(timeline=Timeline.NOTHING)


def _steps(rows: Iterable[Mapping[str, Any]]) -> list[PublicStep]:
    """Return what the co-operations reached, day by day; the acceptance itself is not among it."""
    found = Counter(
        (row[field].astimezone(SHANGHAI).date(), field)
        for row in rows
        for field in _STEPS
        if row[field] is not None
    )
    order = list(_STEPS)
    days = sorted(found, key=lambda one: (one[0], order.index(one[1])))
    return [PublicStep(_STEPS[field], day, found[day, field]) for day, field in days]


def _public_agreements(demand: Demand) -> list[PublicAgreement]:
    rows = _told(demand).filter(is_public=True, state__in=AGREED_STATES)
    if demand.buys_by_law:
        rows = rows.exclude(notice_url="")
    found = rows.select_related("provider").order_by("agreed_on", "pk")
    return [_public_agreement(one, demand) for one in found]


def _public_agreement(one: Any, demand: Demand) -> PublicAgreement:
    shows_amount = Timeline.least(one.timeline, demand.timeline) == Timeline.AMOUNTS
    amount = one.amount if shows_amount else None
    return PublicAgreement(str(one.provider), one.agreed_on, amount, one.notice_url)
