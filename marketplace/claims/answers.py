"""Further answers: asking for details, and declining all the rest at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.claims import permissions
from marketplace.claims.actions import locked, refuse_unseen, required, settle, status_of
from marketplace.claims.models import Claim
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.listings.models.approvals import lock_lifecycle
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.listings.models import Demand


@transaction.atomic
def ask_details(claim: Claim, *, by: User, reason: str, seen: int | None = None) -> Claim:
    """Ask the firm for details: a first answer, after which the claim goes on waiting.

    Refusal where nothing is asked, the claim is settled, or it is not the version that was `seen`.
    """
    seen = claim.version if seen is None else seen
    claim = locked(claim)
    permissions.may_decide(anew(by), claim).demand(status=status_of(claim))
    refuse_unseen(claim, seen)
    wanted = required(reason, _("Say which details you want: the firm reads it."))
    claim.ask(at=clock.now(), wanted=wanted)
    return settle(claim, "claim_details_asked", by=by)


@transaction.atomic
def decline_rest(demand: Demand, *, seen: Mapping[str, int], by: User, reason: str) -> list[Claim]:
    """Decline the claims that still wait as they were seen, with one common reason; return them.

    `seen` has the version that was read by receipt. What came after the officer looked, another
    version too, goes on waiting; so does a claim of a firm that the officer belongs to. All or
    nothing happens, each claim with its own entry.
    """
    lock_lifecycle(demand)
    permissions.may_answer(anew(by), demand).demand()
    reason = required(reason, _("Say why you decline: the firms read it."))
    waiting = Claim.objects.for_rows().filter(
        demand=demand, state=Claim.State.SUBMITTED, receipt__in=seen
    )
    chosen = [
        claim
        for claim in waiting.order_by("pk")
        if claim.version == seen[claim.receipt] and permissions.may_decide(by, claim)
    ]
    if not chosen:
        raise Refusal(_("None of these applications waits for an answer any more."), code="none")
    now = clock.now()
    for claim in chosen:
        claim.decline(by=by, at=now, reason=reason)
        settle(claim, "claim_declined", by=by)
    return chosen
