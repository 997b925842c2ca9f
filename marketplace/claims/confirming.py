"""Whether an application still stands by its demand, as that reads after a material addendum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.claims import permissions
from marketplace.claims.actions import locked, parties, status_of
from marketplace.claims.models import Claim
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.journal.record import record
from marketplace.organisations.models import Membership
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.claims.querysets import ClaimQuerySet


@transaction.atomic
def confirm_claim(claim: Claim, *, by: User, addendum: int) -> Claim:
    """Stand by a firm's claim as it is, as a material addendum asks; once is enough.

    `addendum` is the number of the one that was read; Refusal where a newer one came since.
    """
    claim = locked(claim)
    permissions.may_confirm(anew(by), claim).demand(status=status_of(claim))
    newest = permissions.unconfirmed_addendum(claim)
    if newest is not None and newest.number != addendum:
        raise Refusal(
            _("The demand has changed again since this page was shown. Read it, then confirm."),
            code="changed_meanwhile",
        )
    claim.confirm(at=clock.now())
    claim.save(update_fields=["state", "confirmed_at"])
    record("claim_confirmed", claim, actor=by, data=parties(claim))
    return claim


def claims_to_confirm(user: User) -> ClaimQuerySet:
    """Return the claims that a person should confirm for a firm, the oldest first."""
    firms = Membership.objects.able_to(permissions.APPLICANT).filter(user=user)
    found: ClaimQuerySet = Claim.objects.filter(firm__in=firms.values("organisation"))
    return found.unconfirmed().for_rows().order_by("submitted_at", "pk")
