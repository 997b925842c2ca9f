"""An application whose co-operation ended: its slot is free, and its firm may apply again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.claims.actions import parties
from marketplace.claims.models import Claim
from marketplace.journal.record import record

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.cooperations.models import Cooperation


def end_claim(cooperation: Cooperation, *, by: User) -> None:
    """End the claim of a co-operation that has just ended, under the same lock."""
    claim = Claim.objects.filter(cooperation=cooperation, state=Claim.State.ACCEPTED).first()
    if claim is None:
        return
    claim.end()
    claim.save(update_fields=["state"])
    record("claim_ended", claim, actor=by, data=parties(claim))
