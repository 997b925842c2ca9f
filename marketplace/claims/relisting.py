"""Listing a demand again that closed without a fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.claims.models import Claim, Relisting
from marketplace.cooperations.models import Cooperation
from marketplace.core import clock
from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.journal.consumers import consumer
from marketplace.journal.record import record
from marketplace.listings.actions import copy_as_draft
from marketplace.listings.models import Demand
from marketplace.listings.models.approvals import lock_lifecycle
from marketplace.listings.permissions import WRITERS, roles_handling
from marketplace.organisations.permissions import anew
from marketplace.organisations.roles import covering

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.accounts.models import User
    from marketplace.journal.models import Entry


def may_relist(user: Any, demand: Demand, *, at: datetime) -> Decision:
    """Return whether a person may list a demand again: it is over, and nothing came of it."""
    lifecycle = demand.lifecycle
    if not roles_handling(user, lifecycle) & covering(*WRITERS["demand"]):
        return refused(_("Editors of the handling unit list a demand again."), "not_officer")
    if demand.is_challenge:
        return refused(
            _("A challenge is listed again with its rules, on its own page."), "challenge"
        )
    is_over = lifecycle.state == lifecycle.State.WITHDRAWN or lifecycle.phase_at(at) == "closed"
    if lifecycle.number is None or not is_over:
        return refused(_("The demand is not closed."), "not_closed")
    if Claim.objects.filter(demand=demand, state=Claim.State.SUBMITTED).exists():
        return refused(_("Applications still wait for an answer."), "waiting")
    if Cooperation.objects.unended().filter(demand=demand).exists():
        return refused(_("A co-operation has come of it."), "cooperation")
    return ALLOWED


@transaction.atomic
def relist_demand(demand: Demand, *, by: User) -> Demand:
    """Copy a closed demand as a new draft, linked to its ancestor, and return the draft.

    A second call returns the draft that the first one made. Refusal where it is not over, or
    something came of it.
    """
    lock_lifecycle(demand)
    now = clock.now()
    decision = may_relist(anew(by), demand, at=now)
    made = Relisting.objects.filter(ancestor=demand).select_related("successor__lifecycle").first()
    if made is not None and decision.code != "not_officer":
        return made.successor
    decision.demand(status=403 if decision.code == "not_officer" else 409)
    successor = copy_as_draft(demand, by=by)
    Relisting.objects.create(ancestor=demand, successor=successor, at=now, by=by)
    return successor


def relisted_on_page(demand: Demand) -> dict[str, Demand]:
    """Return the published demands that a demand was listed again as, and from."""
    later: Relisting | None = getattr(demand, "relisted_as", None)
    earlier: Relisting | None = getattr(demand, "relisted_from", None)
    shown = {}
    if later is not None and later.successor.is_public:
        shown["relisted_as"] = later.successor
    if earlier is not None and earlier.ancestor.lifecycle.number is not None:
        shown["relisted_from"] = earlier.ancestor
    return shown


@consumer("relisting_on_publication", {"demand_published"})
def relisting_on_publication(entry: Entry) -> None:
    """Record once that a demand is listed again, when its successor is published."""
    made = Relisting.objects.filter(successor=int(entry.subject_key), announced_at=None).first()
    if made is None:
        return
    ancestor = Demand.objects.select_related("lifecycle").get(pk=made.ancestor_id)
    lock_lifecycle(ancestor)
    made.announced_at = clock.now()
    made.save(update_fields=["announced_at"])
    record("demand_relisted", ancestor, actor=None, data={"successor": made.successor_id})
