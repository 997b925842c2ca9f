"""What waits for openers, bidders and partners; officers read the board's dues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.bids.models import BidPartner, FormalCheck, Opener, PartnerState
from marketplace.bids.steps_due import page_of_openers
from marketplace.challenges.models import ChallengeState as State
from marketplace.challenges.models import SealMode
from marketplace.core.waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPENERS_ACT: Final = (
    State.DRAFTED,
    State.ARGUING,
    State.ARGUED,
    State.PUBLISHED,
    State.CLOSED,
)


def steps_waiting_for(user: Any) -> list[Waiting]:
    """Return what waits for a person, oldest first."""
    found = [*_openings(user), *_cures(user), *_partners(user)]
    return sorted(found, key=lambda one: one.since)


def _openings(user: Any) -> Iterator[Waiting]:
    """Yield what an opener does next: choose a passphrase, rehearse, and open after the close."""
    rows = Opener.objects.filter(
        user=user, challenge__state__in=_OPENERS_ACT, challenge__seal_mode=SealMode.CEREMONY
    )
    for opener in rows.select_related("challenge__demand__lifecycle"):
        challenge = opener.challenge
        title = _step_of(opener)
        if title:
            since = challenge.closed_at or challenge.demand.lifecycle.published_at
            url = page_of_openers(challenge)
            yield Waiting(title, challenge.demand.title, url, since or challenge.created_at)


def _step_of(opener: Opener) -> str:
    if opener.public is None:
        return _("Choose your passphrase as an opener")
    if opener.share is not None and opener.rehearsed_at is None:
        return _("Rehearse as an opener")
    if opener.challenge.state == State.CLOSED:
        return _("Give your passphrase, and open the bids")
    return ""


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
