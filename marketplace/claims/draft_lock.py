"""The lock that everything takes that writes into a draft or sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.claims.models import ClaimDraft, Mandate

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.accounts.models import User


def lock_draft(draft: ClaimDraft) -> ClaimDraft:
    """Return the draft as it is, locked until the transaction ends.

    Who needs the demand's lifecycle lock as well takes that one first.
    """
    fresh: ClaimDraft = (
        ClaimDraft.objects.select_for_update(of=("self",))
        .select_related("demand__lifecycle__owner", "demand__lifecycle__unit", "firm", "helper")
        .get(pk=draft.pk)
    )
    return fresh


def lock_mandate(draft: ClaimDraft) -> None:
    """Hold the mandate of a draft that somebody fills in; take it before the draft's own lock.

    Who withdraws it holds it too: what is saved was allowed when it was saved.
    """
    if draft.helper_id is not None:
        rows = Mandate.objects.select_for_update(of=("self",))
        list(rows.filter(firm=draft.firm_id, helper=draft.helper_id))


def mark_saved(draft: ClaimDraft, *, by: User, at: datetime) -> None:
    """Say who changed the draft last, and when."""
    draft.saved_at, draft.saved_by = at, by
    draft.save(update_fields=["saved_at", "saved_by"])
