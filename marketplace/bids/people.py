"""Whom an opened bid concerns: its bidders, its partners, and who checks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.bids.book import entries_of
from marketplace.bids.formal_permissions import may_decide
from marketplace.bids.models import Opening, OpeningState
from marketplace.challenges.models import Challenge
from marketplace.challenges.permissions import OFFICERS
from marketplace.claims.people import appliers_of, portal_staff
from marketplace.listings.people import handling_people
from marketplace.organisations.models import Membership

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from marketplace.accounts.models import User
    from marketplace.bids.models import Bid, BidPartner, FormalCheck
    from marketplace.listings.models import Demand


def officers_of(challenge: Challenge) -> QuerySet[User]:
    """Return the handling unit's people who run a challenge."""
    lifecycle = challenge.demand.lifecycle
    able = Membership.objects.filter(organisation=lifecycle.owner_id, role__in=OFFICERS)
    return handling_people(lifecycle).filter(pk__in=able.values("user"))


def deciders_of(check: FormalCheck) -> list[User]:
    """Return who may decide on a proposal: other officers of the unit, staff where there is none.

    Nobody does who belongs to a party of the bid.
    """
    officers = [one for one in officers_of(check.bid.challenge) if may_decide(one, check)]
    return officers or [one for one in portal_staff() if may_decide(one, check)]


def bidders_of(bid: Bid) -> QuerySet[User]:
    """Return the people who bid for the body whose bid was opened."""
    return appliers_of(bid.firm_id)


def drafters_of(demand: Demand) -> Iterator[int]:
    """Yield the keys of those whose body drafted a bid and never handed one in, until an opening.

    For messages alone that they share with followers: nobody else learns who they are.
    """
    challenge = Challenge.objects.filter(demand=demand).first()
    opened = Opening.objects.filter(challenge=challenge, state=OpeningState.FINISHED)
    if challenge is None or opened.exists():
        return
    firms = [firm for firm, entry in entries_of(challenge).items() if entry.bid is None]
    yield from appliers_of(*firms).values_list("pk", flat=True)


def partners_people(partner: BidPartner) -> QuerySet[User]:
    """Return the people who answer for a partner; nobody where the portal knows none."""
    firms = [partner.organisation_id] if partner.organisation_id else []
    return appliers_of(*firms)
