"""Requests for opened resources, and how many promises an owner keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from marketplace.cooperations import permissions
from marketplace.cooperations.actions import (
    locked,
    mistakes,
    reason_of,
    refuse_invalid,
    require,
)
from marketplace.cooperations.models import ResourceRequest, ResourceRequestState
from marketplace.core import clock
from marketplace.journal.record import record
from marketplace.organisations.permissions import anew
from marketplace.taxonomy.models import ResourceKind

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from marketplace.accounts.models import User
    from marketplace.cooperations.models import Cooperation
    from marketplace.listings.models import Demand
    from marketplace.organisations.models import Organisation

FEWEST_SHOWN: Final = 5
"""Below so many answered requests no rate is shown to the public."""

_KEPT: Final = (ResourceRequestState.GRANTED, ResourceRequestState.USED)


@dataclass(frozen=True, slots=True)
class Promises:
    """How many requests for what an owner opens were granted, of those that it answered."""

    kept: int
    answered: int
    waiting: int

    @property
    def percent(self) -> int | None:
        """Return the share that was granted; None where nothing was answered."""
        return round(100 * self.kept / self.answered) if self.answered else None

    @property
    def is_public(self) -> bool:
        """Return whether enough was answered for a public figure."""
        return self.answered >= FEWEST_SHOWN


@transaction.atomic
def request_resource(
    cooperation: Cooperation, *, by: User, kind: ResourceKind, purpose: str
) -> ResourceRequest:
    """Ask for one of the kinds of resources that the demand opens, and say what for."""
    cooperation = locked(cooperation)
    require(permissions.may_request(anew(by), cooperation))
    if not kinds_opened_by(cooperation.demand).filter(pk=kind.pk).exists():
        raise mistakes({"kind": [_("The demand does not open this.")]})
    request = ResourceRequest(
        cooperation=cooperation,
        kind=kind,
        purpose=purpose.strip(),
        asked_at=clock.now(),
        asked_by=by,
    )
    refuse_invalid(request, written={"purpose"})
    request.save(force_insert=True)
    return _note("resource_requested", request, by=by)


@transaction.atomic
def grant_resource(request: ResourceRequest, *, by: User, reason: str = "") -> ResourceRequest:
    """Grant a request for the owner; a word with it may say how the resource is used."""
    request = _locked(request)
    require(permissions.may_settle(anew(by), request))
    reason = reason_of(reason, ResourceRequest, field="reason") if reason.strip() else ""
    request.settle("grant", by=by, at=clock.now(), reason=reason)
    return _settled(request, "resource_granted", by=by)


@transaction.atomic
def refuse_resource(request: ResourceRequest, *, by: User, reason: str) -> ResourceRequest:
    """Refuse a request for the owner, with a reason that the provider reads."""
    request = _locked(request)
    require(permissions.may_settle(anew(by), request))
    reason = reason_of(reason, ResourceRequest, field="reason")
    request.settle("refuse", by=by, at=clock.now(), reason=reason)
    return _settled(request, "resource_refused", by=by)


@transaction.atomic
def note_use(request: ResourceRequest, *, by: User) -> ResourceRequest:
    """Note for the provider that what was granted is in use."""
    request = _locked(request)
    require(permissions.may_use(anew(by), request))
    request.use(at=clock.now())
    request.save(update_fields=["state", "used_at"])
    return _note("resource_used", request, by=by)


def kinds_opened_by(demand: Demand) -> QuerySet[ResourceKind]:
    """Return the kinds of resources that a published demand opens."""
    return ResourceKind.objects.filter(pk__in=demand.opened_resources.values("kind"))


def promises_of(owner: Organisation) -> Promises:
    """Return how an owner keeps what its demands promise, counted from the requests."""
    requests = ResourceRequest.objects.filter(cooperation__demand__lifecycle__owner=owner)
    asked = Q(state=ResourceRequestState.ASKED)
    counted = requests.aggregate(
        kept=Count("pk", filter=Q(state__in=_KEPT)),
        answered=Count("pk", filter=~asked),
        waiting=Count("pk", filter=asked),
    )
    return Promises(**counted)


def _locked(request: ResourceRequest) -> ResourceRequest:
    """Return a request as it is now, under the lock of its demand's lifecycle row."""
    cooperation = locked(request.cooperation)
    fresh = ResourceRequest.objects.select_related("kind").get(pk=request.pk)
    fresh.cooperation = cooperation
    return fresh


def _settled(request: ResourceRequest, kind: str, *, by: User) -> ResourceRequest:
    request.save(update_fields=["state", "settled_at", "settled_by", "reason"])
    return _note(kind, request, by=by)


def _note(kind: str, request: ResourceRequest, *, by: User) -> ResourceRequest:
    record(kind, request, actor=by, data={"demand": request.cooperation.demand_id})
    return request
