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
    reason_of,
    refuse_invalid,
    require,
)
from marketplace.cooperations.models import ResourceRequest, ResourceRequestState
from marketplace.cooperations.models.resource_request import PURPOSE_LENGTH
from marketplace.core import clock
from marketplace.core.refusals import mistakes
from marketplace.journal.record import record
from marketplace.organisations.permissions import anew
from marketplace.taxonomy.models import ResourceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from marketplace.accounts.models import User
    from marketplace.cooperations.models import Cooperation
    from marketplace.listings.models import Demand
    from marketplace.organisations.models import Organisation

FEWEST_SHOWN: Final = 5
"""Below so many requests that were answered or are overdue no rate is shown to the public."""

_KEPT: Final = (ResourceRequestState.GRANTED, ResourceRequestState.USED)


@dataclass(frozen=True, slots=True)
class Promises:
    """How many requests for what an owner opens were granted, of those that count.

    What was answered counts, and what waits for longer than an answer may take: as not kept.
    """

    kept: int
    answered: int
    overdue: int
    waiting: int

    @property
    def counted(self) -> int:
        """Return how many requests the rate rests on."""
        return self.answered + self.overdue

    @property
    def percent(self) -> int | None:
        """Return the share that was granted; None where nothing counts yet."""
        return round(100 * self.kept / self.counted) if self.counted else None

    @property
    def is_public(self) -> bool:
        """Return whether enough counts for a public figure."""
        return self.counted >= FEWEST_SHOWN


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


def request_as_applied(
    cooperation: Cooperation, needs: Iterable[Mapping[str, str]], *, asked_by: User, by: User
) -> list[ResourceRequest]:
    """Make requests of what an accepted application says of the opened resources; return them.

    Each need names `what`, `purpose` and `terms`; what the demand opens no longer is left out. The
    caller holds the lock and has asked the permission of `by`, who accepts.
    """
    rows = cooperation.demand.opened_resources.select_related("kind")
    opened = {one.text: one.kind for one in rows}
    made = [
        ResourceRequest(
            cooperation=cooperation,
            kind=opened[need["what"]],
            purpose=_in_words(need)[:PURPOSE_LENGTH],
            asked_at=clock.now(),
            asked_by=asked_by,
        )
        for need in needs
        if need["what"] in opened
    ]
    for request in made:
        request.save(force_insert=True)
        _note("resource_requested", request, by=by)
    return made


@transaction.atomic
def grant_resource(request: ResourceRequest, *, by: User, reason: str = "") -> ResourceRequest:
    """Grant a request for the owner; a word with it may say how the resource is used."""
    request = locked_request(request)
    require(permissions.may_settle(anew(by), request))
    reason = reason_of(reason, ResourceRequest, field="reason") if reason.strip() else ""
    request.settle("grant", by=by, at=clock.now(), reason=reason)
    return _settled(request, "resource_granted", by=by)


@transaction.atomic
def refuse_resource(request: ResourceRequest, *, by: User, reason: str) -> ResourceRequest:
    """Refuse a request for the owner, with a reason that the provider reads."""
    request = locked_request(request)
    require(permissions.may_settle(anew(by), request))
    reason = reason_of(reason, ResourceRequest, field="reason")
    request.settle("refuse", by=by, at=clock.now(), reason=reason)
    return _settled(request, "resource_refused", by=by)


@transaction.atomic
def note_use(request: ResourceRequest, *, by: User) -> ResourceRequest:
    """Note for the provider that what was granted is in use."""
    request = locked_request(request)
    require(permissions.may_use(anew(by), request))
    request.use(at=clock.now())
    request.save(update_fields=["state", "used_at"])
    return _note("resource_used", request, by=by)


def kinds_opened_by(demand: Demand) -> QuerySet[ResourceKind]:
    """Return the kinds of resources that a published demand opens."""
    return ResourceKind.objects.filter(pk__in=demand.opened_resources.values("kind"))


def promises_of(owner: Organisation) -> Promises:
    """Return how an owner keeps what its demands promise, counted from the requests.

    A co-operation that ended before the answer was due leaves its request out of the count.
    """
    requests = ResourceRequest.objects.filter(cooperation__demand__lifecycle__owner=owner)
    asked = Q(state=ResourceRequestState.ASKED)
    counted = requests.aggregate(
        kept=Count("pk", filter=Q(state__in=_KEPT)),
        answered=Count("pk", filter=~asked),
    )
    unanswered = list(requests.filter(asked).select_related("cooperation"))
    now = clock.now()
    overdue = sum(_is_overdue(one, now=now) for one in unanswered)
    return Promises(**counted, overdue=overdue, waiting=len(unanswered))


def locked_request(request: ResourceRequest) -> ResourceRequest:
    """Return a request as it is now, under the lock of its demand's lifecycle row."""
    cooperation = locked(request.cooperation)
    rows = ResourceRequest.objects.select_related("kind")
    fresh: ResourceRequest = rows.get(pk=request.pk)
    fresh.cooperation = cooperation
    return fresh


def _is_overdue(request: ResourceRequest, *, now: datetime) -> bool:
    due, ended = request.answer_due, request.cooperation.ended_at
    return due <= now and (ended is None or due < ended)


def _in_words(need: Mapping[str, str]) -> str:
    said = "\n".join(text for text in (need["purpose"], need["terms"]) if text)
    return f"{need['what']}：{said}"


def _settled(request: ResourceRequest, kind: str, *, by: User) -> ResourceRequest:
    request.save(update_fields=["state", "settled_at", "settled_by", "reason"])
    return _note(kind, request, by=by)


def _note(kind: str, request: ResourceRequest, *, by: User) -> ResourceRequest:
    record(kind, request, actor=by, data={"demand": request.cooperation.demand_id})
    return request
