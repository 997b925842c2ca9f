"""What waits in formal checks for bidders and partners; officers read the board's dues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.bids.models import BidPartner, FormalCheck, PartnerState
from marketplace.core.waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import Iterator


def steps_waiting_for(user: Any) -> list[Waiting]:
    """Return what waits for a person, oldest first."""
    found = [*_cures(user), *_partners(user)]
    return sorted(found, key=lambda one: one.since)


def _cures(user: Any) -> Iterator[Waiting]:
    for check in FormalCheck.objects.to_be_cured_by(user).for_rows():
        since = check.asked_at or check.begun_at
        url = reverse("bids:formal", args=[check.bid.receipt])
        demand = check.bid.challenge.demand.title
        yield Waiting(_("Complete your bid"), demand, url, since, check.due_at)


def _partners(user: Any) -> Iterator[Waiting]:
    rows = BidPartner.objects.for_organisations_of(user).filter(
        state=PartnerState.ASKED,
        bid__formal_check__in=FormalCheck.objects.unsettled(),
        bid__challenge__state="opened",
    )
    for partner in rows.for_rows():
        title = _("Answer %(lead)s, who names you as a partner") % {"lead": partner.bid.firm}
        url = reverse("bids:partner", args=[partner.pk])
        yield Waiting(title, partner.bid.challenge.demand.title, url, partner.asked_at)
