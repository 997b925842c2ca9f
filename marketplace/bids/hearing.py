"""Partners of a consortium: asked after the opening, heard before the bid is admitted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from marketplace.bids import formal_permissions as permissions
from marketplace.bids.models import BidPartner
from marketplace.challenges.actions import locked, require
from marketplace.core import clock
from marketplace.journal.record import record
from marketplace.listings.written import written
from marketplace.organisations.models import Organisation
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.accounts.models import User
    from marketplace.bids.models import Bid


def ask_partners(bid: Bid, *, at: datetime) -> None:
    """Ask each partner that an opened bid names, one body once; under the lock."""
    for named in bid.content.get("partners", []):
        organisation = _organisation(named)
        if organisation is not None and bid.partners.filter(organisation=organisation).exists():
            continue
        partner = BidPartner.objects.create(
            bid=bid,
            organisation=organisation,
            name=named["name"],
            part=named.get("part", ""),
            asked_at=at,
        )
        record("bid_partner_asked", partner, actor=None, data={"challenge": bid.challenge_id})


def confirm_part(partner: BidPartner, *, by: User) -> BidPartner:
    """Stand by a bid as its partner."""
    return _answer(partner, "confirm", by=by, words="")


def decline_part(partner: BidPartner, *, by: User, words: str) -> BidPartner:
    """Say that one is no partner of a bid, and why; the bidder and the officers read it."""
    return _answer(partner, "decline", by=by, words=written(words, "words", of=BidPartner))


@transaction.atomic
def _answer(partner: BidPartner, verb: str, *, by: User, words: str) -> BidPartner:
    challenge = locked(partner.bid.challenge)
    partner = BidPartner.objects.for_rows().get(pk=partner.pk)
    partner.bid.challenge = challenge
    require(permissions.may_answer_by(anew(by), partner, verb=verb))
    partner.move(verb)
    partner.words, partner.answered_at, partner.answered_by = words, clock.now(), by
    partner.save(update_fields=["state", "words", "answered_at", "answered_by"])
    data = {"challenge": challenge.pk}
    record(f"bid_partner_{partner.state}", partner, actor=by, data=data)
    return partner


def _organisation(named: dict[str, str]) -> Organisation | None:
    """Return the organisation that a bid names, by its code before its name."""
    rows = Organisation.objects.present()
    code = named.get("credit_code") or ""
    same = Q(credit_code=code) if code else Q(name=named["name"])
    return rows.filter(same).first()
