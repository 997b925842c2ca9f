"""A park or an association writes a firm's application, and hands it to the firm to send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from marketplace.claims import draft_permissions as permissions
from marketplace.claims.draft_lock import lock_draft, lock_mandate
from marketplace.claims.drafting import begin_draft
from marketplace.core import clock
from marketplace.journal.record import record
from marketplace.listings.models import Demand
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.claims.models import ClaimDraft
    from marketplace.organisations.models import Organisation


@transaction.atomic
def start_filling(
    demand: Demand, *, firm: Organisation, helper: Organisation, by: User
) -> ClaimDraft:
    """Return the draft that an organisation fills in for a firm, begun with what is public of it.

    Whether the firm has a draft or an application of its own makes no difference. Refusal where
    the firm does not allow it, the demand takes nothing, or the organisation asks the demand.
    """
    demand = Demand.objects.select_related("lifecycle__owner", "lifecycle__unit").get(pk=demand.pk)
    now = clock.now()
    permissions.may_start_filling(anew(by), demand, firm=firm, helper=helper, at=now).demand()
    return begin_draft(demand, firm=firm, by=by, at=now, helper=helper)


@transaction.atomic
def hand_over(draft: ClaimDraft, *, by: User) -> ClaimDraft:
    """Ask the firm to check and send what was filled in; its people are told."""
    lock_mandate(draft)
    draft = lock_draft(draft)
    decision = permissions.may_hand_over(anew(by), draft)
    decision.demand(status=409 if decision.code == "handed_over" else 403)
    draft.handed_at = clock.now()
    draft.save(update_fields=["handed_at"])
    data = {"firm": draft.firm_id, "helper": draft.helper_id}
    record("draft_handed_over", draft, actor=by, data=data)
    return draft
