"""Bids as firms write them, and challenges that take them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from marketplace.accounts.models import User
from marketplace.bids import ceremony
from marketplace.bids.beats import begin_vault
from marketplace.bids.book import entries_of
from marketplace.bids.drafting import attach_file, save_draft
from marketplace.bids.entries import Draft, SealedBid
from marketplace.bids.models import Bid, FormalCheck, Opening
from marketplace.bids.opening import open_bids
from marketplace.bids.proposals import ANSWER
from marketplace.bids.submitting import submit_bid
from marketplace.challenges.models import Challenge
from marketplace.core import clock
from marketplace.core.numbers import receipt_number
from marketplace.listings.models import DemandLifecycle
from marketplace.organisations.models import Organisation, Role
from marketplace.sealing.commitments import commitment
from marketplace.sealing.shares import SHARES
from tests.challenges.factories import ChallengeOffice, end_bidding, follow, fresh
from tests.claims.factories import pdf, person_of
from tests.factories import OrganisationFactory, UserFactory

TEXTS = {
    "approach": "多源融合感知与分布式避碰决策。",
    "team": "十二人团队，三个同类项目。",
    "schedule": "三个月样机，九个月海试。",
    "public_money": "120",
    "own_money": "60",
}


def open_challenge(office: ChallengeOffice | None = None, **content: Any) -> Challenge:
    """Return a listed challenge with its vault, as rows alone."""
    with transaction.atomic():
        challenge = (office or ChallengeOffice()).as_listed(**content)
        begin_vault(challenge)
    return challenge


def listed_challenge() -> Challenge:
    """Return a challenge that came to be listed by the actions, with its vault."""
    with transaction.atomic():
        challenge = ChallengeOffice().listed()
        begin_vault(challenge)
    return challenge


def listed_with_ceremony() -> Challenge:
    """Return a challenge with an opening ceremony that came to be listed by the actions."""
    office = ChallengeOffice()
    challenge = office.argued(rules={"seal_mode": Challenge.SealMode.CEREMONY})
    rehearsed(challenge, [UserFactory() for _number in range(SHARES)], by=office.editor)
    office.submit(challenge.demand)
    office.approve(challenge.demand)
    follow(challenge)
    with transaction.atomic():
        begin_vault(fresh(challenge))
    return fresh(challenge)


def rehearsed(challenge: Challenge, people: Sequence[User], *, by: User) -> None:
    """Let three people be the openers of a challenge who have rehearsed."""
    ceremony.name_openers(challenge, users=people, by=by)
    for do in (ceremony.choose_passphrase, ceremony.rehearse):
        for one in people:
            do(challenge, by=one, passphrase=passphrase_of(one))


def passphrase_of(opener: User) -> str:
    """Return what an opener of `rehearsed` types."""
    return f"口令 of {opener.email}"


def texts_for(challenge: Challenge, **texts: str) -> dict[str, str]:
    """Return a complete draft's texts."""
    indicators = challenge.demand.indicators.all()
    answers = {f"{ANSWER}{one.pk}": f"达到 {one}" for one in indicators}
    return {**TEXTS, **answers, **texts}


def drafted(challenge: Challenge, firm: Organisation, by: User, **texts: str) -> str:
    """Save a complete draft with an attachment, and return its mark."""
    saved = save_draft(challenge, firm=firm, by=by, texts=texts_for(challenge, **texts))
    return attach_file(challenge, firm=firm, by=by, upload=pdf()).mark or saved.mark


def draft_of(challenge: Challenge, firm: Organisation) -> Draft:
    """Return the draft that a firm has in the vault."""
    draft = entries_of(challenge)[firm.pk].draft
    assert draft is not None
    return draft


def sealed_of(challenge: Challenge, firm: Organisation) -> SealedBid:
    """Return the bid that a firm has in the vault."""
    bid = entries_of(challenge)[firm.pk].bid
    assert bid is not None
    return bid


def sealed(
    challenge: Challenge,
    firm: Organisation | None = None,
    by: User | None = None,
    *,
    passphrase: str = "",
    **texts: str,
) -> SealedBid:
    """Submit a complete bid of a firm."""
    firm = firm or OrganisationFactory()
    by = by or person_of(firm)
    mark = drafted(challenge, firm, by, **texts)
    return submit_bid(challenge, firm=firm, by=by, seen=mark, passphrase=passphrase)


def close(challenge: Challenge) -> None:
    """Let the close of a challenge be a second ago."""
    with transaction.atomic():
        end_bidding(challenge)


def opened(challenge: Challenge, by: User | None = None, *, admits: bool = True) -> Opening:
    """Let the close come, open the bids, and admit them as rows alone unless told otherwise."""
    close(challenge)
    by = by or person_of(challenge.demand.lifecycle.owner, Role.EDITOR)
    opening = open_bids(fresh(challenge), by=by, present="张三、李四")
    if admits:
        for bid in challenge.bids.filter(fault=""):
            admit_row(bid)
    return opening


def admit_row(bid: Bid) -> FormalCheck:
    """Let an opened bid have passed its formal check, as its row alone."""
    now = clock.now()
    values = {"state": "admitted", "settled_at": now}
    check, _is_new = FormalCheck.objects.update_or_create(
        bid=bid, defaults=values, create_defaults={"begun_at": now, **values}
    )
    return check


def as_opened(challenge: Challenge, *, by: User, total: int) -> Challenge:
    """Let the bids of a listed challenge be open, as rows alone."""
    now = clock.now()
    DemandLifecycle.objects.filter(demand=challenge.demand_id).update(
        opens_at=None, closes_at=now, closed_at=now
    )
    Challenge.objects.filter(pk=challenge.pk).update(state=Challenge.State.OPENED, opened_at=now)
    Opening.objects.create(
        challenge=challenge,
        state=Opening.State.FINISHED,
        begun_at=now,
        begun_by=by,
        finished_at=now,
        total=total,
    )
    return fresh(challenge)


def bid_row(challenge: Challenge, firm: Organisation, by: User, **content: Any) -> Bid:
    """Return an opened bid of a firm as its row alone."""
    salt = "0" * 32
    return Bid.objects.create(
        challenge=challenge,
        firm=firm,
        receipt=receipt_number(),
        commitment=commitment(content, salt=salt),
        salt=salt,
        content=content,
        version=1,
        submitted_at=clock.now(),
        submitted_by=by,
    )
