"""How the pages of applications find their demand, firm and draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404

from marketplace.claims.draft_permissions import may_write_draft
from marketplace.claims.models import ClaimDraft
from marketplace.claims.permissions import APPLICANT
from marketplace.listings.models import Demand
from marketplace.notifications.topics import Followed, followed
from marketplace.organisations.models import Organisation
from marketplace.organisations.permissions import organisations_of

if TYPE_CHECKING:
    from marketplace.claims.models.draft import DraftKey
    from marketplace.claims.querysets import DraftQuerySet


def demand_or_404(number: str, *, to_apply: bool = False) -> Demand:
    """Return the demand with a public number, with what permissions read; Http404 for any other.

    With `to_apply` it comes with what asking whether somebody may apply reads.
    """
    rows: Any = Demand.objects.select_related("lifecycle__owner", "lifecycle__unit")
    if to_apply:
        rows = rows.prefetch_related("qualifications", "districts", "parties")
    found: Demand = get_object_or_404(rows, lifecycle__number=number)
    return found


def followed_demand(demand: Demand) -> Followed:
    """Return what a form needs to follow its demand; the close is read after the version of it."""
    live = followed("demand", str(demand.lifecycle.number))
    demand.lifecycle.refresh_from_db(fields=["closes_at"])
    return live


def firm_or_404(user: Any, key: int) -> Organisation:
    """Return an organisation for which a person may apply; Http404 for any other."""
    for firm in organisations_of(user, APPLICANT):
        if firm.pk == key:
            return firm
    raise Http404


def draft_of(user: Any, number: str, *, firm: DraftKey) -> ClaimDraft | None:
    """Return the draft for a demand that a key names where a person may write it, else None."""
    found: ClaimDraft | None = _drafts(user, number, firm=firm).filter(helper=firm.helper).first()
    return found if found is not None and may_write_draft(user, found) else None


def draft_to_go_on_with(user: Any, number: str, *, firm: DraftKey) -> ClaimDraft | None:
    """Return the draft that a key names, for a firm's own one the one that it sent last."""
    if firm.helper is not None:
        return draft_of(user, number, firm=firm)
    last = F("sent_at").desc(nulls_last=True)
    found: ClaimDraft | None = _drafts(user, number, firm=firm).own().order_by(last).first()
    return found if found is not None and may_write_draft(user, found) else None


def _drafts(user: Any, number: str, *, firm: DraftKey) -> DraftQuerySet:
    rows: DraftQuerySet = ClaimDraft.objects.visible_to(user).select_related(
        "demand__lifecycle__owner", "demand__lifecycle__unit", "firm", "helper", "saved_by"
    )
    return rows.filter(demand__lifecycle__number=number, firm=firm.firm)
