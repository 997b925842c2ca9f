"""How the pages of applications find their demand, firm and draft."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from marketplace.claims.models import ClaimDraft
from marketplace.claims.permissions import APPLICANT
from marketplace.listings.models import Demand
from marketplace.organisations.models import Organisation
from marketplace.organisations.permissions import organisations_of


def demand_or_404(number: str, *, to_apply: bool = False) -> Demand:
    """Return the demand with a public number, with what permissions read; Http404 for any other.

    With `to_apply` it comes with what asking whether somebody may apply reads.
    """
    rows: Any = Demand.objects.select_related("lifecycle__owner", "lifecycle__unit")
    if to_apply:
        rows = rows.prefetch_related("qualifications", "districts", "parties")
    found: Demand = get_object_or_404(rows, lifecycle__number=number)
    return found


def firm_or_404(user: Any, key: int) -> Organisation:
    """Return an organisation for which a person may apply; Http404 for any other."""
    for firm in organisations_of(user, APPLICANT):
        if firm.pk == key:
            return firm
    raise Http404


def draft_of(user: Any, number: str, *, firm: int) -> ClaimDraft | None:
    """Return the draft of a firm for a demand where a person may write it, None otherwise."""
    rows = ClaimDraft.objects.visible_to(user).select_related(
        "demand__lifecycle__owner", "demand__lifecycle__unit", "firm", "saved_by"
    )
    found: ClaimDraft | None = rows.filter(demand__lifecycle__number=number, firm=firm).first()
    return found
