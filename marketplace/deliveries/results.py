"""What the firm makes of an accepted delivery: public, and a case of one of its capabilities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.refusals import mistakes
from marketplace.core.workdays import SHANGHAI
from marketplace.deliveries import permissions
from marketplace.deliveries.models import Result
from marketplace.deliveries.noting import locked, note, require
from marketplace.listings.actions import save_draft
from marketplace.listings.models import Capability
from marketplace.listings.models.capability import Case
from marketplace.listings.written import written
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from marketplace.accounts.models import User
    from marketplace.deliveries.models import Delivery

_SETTLED = ("state", "summary", "capability", "settled_by", "settled_at")


@transaction.atomic
def publish_result(
    result: Result, *, by: User, summary: str, capability: Capability | None = None
) -> Result:
    """Let everybody read an accepted delivery, and add it to a capability's draft as a case.

    The case comes out with the capability's own approvals, as every change of it.
    """
    result = _locked(result)
    require(permissions.may_settle_result(anew(by), result))
    if capability is not None and capability not in capabilities_of(result.delivery):
        raise mistakes({"capability": [_("Choose a capability of the firm.")]})
    result.summary = written(summary, "summary", of=Result)
    result.capability = capability
    _settle(result, "confirm", by=by)
    if capability is not None:
        _add_case(capability, result, by=by)
    return result


@transaction.atomic
def decline_result(result: Result, *, by: User) -> Result:
    """Keep an accepted delivery from the public list."""
    result = _locked(result)
    require(permissions.may_settle_result(anew(by), result))
    _settle(result, "decline", by=by)
    return result


def capabilities_of(delivery: Delivery) -> QuerySet[Capability]:
    """Return the published capabilities of the firm that delivered."""
    rows: QuerySet[Capability] = Capability.objects.public().filter(lifecycle__owner=delivery.firm)
    return rows.select_related("lifecycle__owner")


def _add_case(capability: Capability, result: Result, *, by: User) -> None:
    """Add the case to the version in work; Refusal where that cannot be changed now."""
    draft: Any = capability.get_latest_revision_as_object()
    delivery = result.delivery
    ended = delivery.ended_at or clock.now()
    draft.cases.add(
        Case(
            customer=delivery.demand.lifecycle.owner.name[:80],
            place="",
            year=ended.astimezone(SHANGHAI).year,
            result=result.summary[:200],
        )
    )
    save_draft(draft, by=by, base_revision_id=capability.latest_revision_id)


def _settle(result: Result, verb: str, *, by: User) -> None:
    result.settle(verb, by=by, at=clock.now())
    result.save(update_fields=_SETTLED)
    note(f"result_{result.state}", result, of=result.delivery, by=by)


def _locked(result: Result) -> Result:
    delivery = locked(result.delivery)
    fresh: Result = Result.objects.get(pk=result.pk)
    fresh.delivery = delivery
    return fresh
