"""The formal check: officers admit a bid, ask for what is missing, or, two of them, keep it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.bids import formal_permissions as permissions
from marketplace.bids.formal_facts import facts_of, standing_against
from marketplace.bids.hearing import ask_partners
from marketplace.bids.models import (
    Exclusion,
    Finding,
    FormalCheck,
    FormalItem,
)
from marketplace.challenges.actions import locked, require
from marketplace.core import clock
from marketplace.core.refusals import Refusal, mistakes
from marketplace.core.workdays import due_after
from marketplace.journal.record import record
from marketplace.listings.written import written
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from marketplace.accounts.models import User
    from marketplace.challenges.models import Challenge

CURABLE: Final = (
    FormalItem.COMPLETE,
    FormalItem.ATTACHMENTS,
    FormalItem.PARTNERS,
    FormalItem.ELIGIBLE,
)
"""What a bidder can still put right; the money that was sealed is none of it."""

_DECIDED: Final = ("state", "settled_at", "settled_by")


def begin_checks(challenge: Challenge, *, at: datetime) -> None:
    """Begin the check of each bid that was opened whole, and ask its partners; under the lock."""
    for bid in challenge.bids.filter(fault=""):
        FormalCheck.objects.create(bid=bid, begun_at=at)
        ask_partners(bid, at=at)


@transaction.atomic
def admit_bid(check: FormalCheck, *, by: User) -> FormalCheck:
    """Admit a bid to the review: the officer has looked, and what the portal asks anew holds.

    Refusal that names each fact that does not hold at this instant.
    """
    check = locked_check(check)
    now = clock.now()
    require(permissions.may_admit(anew(by), check))
    against = list(standing_against(check.bid, at=now))
    if against:
        raise Refusal(
            _("This bid cannot be admitted as it stands."),
            code="not_in_order",
            status=422,
            fields={"": against},
        )
    check.move("admit")
    _find(check, dict.fromkeys(FormalItem, ""))
    check.settled_at, check.settled_by = now, by
    check.save(update_fields=_DECIDED)
    return note("bid_admitted", check, by=by)


@transaction.atomic
def write_deficits(check: FormalCheck, *, by: User, deficits: Mapping[str, str]) -> FormalCheck:
    """Tell a bidder what is missing, by item, and give the programme's working days for it."""
    check = locked_check(check)
    require(permissions.may_write_deficits(anew(by), check))
    said = {item: words for item, words in deficits.items() if words.strip()}
    if not said or not set(said) <= set(CURABLE):
        raise mistakes({"": [_("Say of one item at least what is missing.")]})
    now = clock.now()
    check.move("write_deficits")
    _find(check, {item: _words_of(item, text) for item, text in said.items()})
    check.asked_at = now
    check.due_at = due_after(now, check.bid.challenge.programme.cure_workdays)
    check.save(update_fields=["state", "asked_at", "due_at"])
    return note("deficits_written", check, by=by)


@transaction.atomic
def propose_exclusion(check: FormalCheck, *, by: User, reason: str, words: str) -> FormalCheck:
    """Propose to keep a bid out of the review, with a reason code and words the bidder reads."""
    check = locked_check(check)
    now = clock.now()
    require(permissions.may_propose(anew(by), check, at=now))
    if reason not in Exclusion.values:
        raise mistakes({"reason": [_("Choose one of the reasons.")]})
    check.move("propose")
    check.reason, check.words = reason, written(words, "words", of=FormalCheck)
    check.proposed_at, check.proposed_by = now, by
    check.save(update_fields=["state", "reason", "words", "proposed_at", "proposed_by"])
    return note("exclusion_proposed", check, by=by)


@transaction.atomic
def exclude_bid(check: FormalCheck, *, by: User) -> FormalCheck:
    """Keep a bid out of the review, as somebody else has proposed."""
    check = locked_check(check)
    require(permissions.may_decide(anew(by), check))
    check.move("exclude")
    _find(check, {fact.item: fact.why for fact in facts_of(check.bid, at=clock.now())})
    check.settled_at, check.settled_by = clock.now(), by
    check.save(update_fields=_DECIDED)
    return note("bid_excluded", check, by=by)


@transaction.atomic
def turn_down_exclusion(check: FormalCheck, *, by: User) -> FormalCheck:
    """Turn a proposal down: the check goes on, and the proposal stays in the journal."""
    check = locked_check(check)
    require(permissions.may_decide(anew(by), check))
    check.move("turn_down")
    check.reason = check.words = ""
    check.proposed_at = check.proposed_by = None
    check.save(update_fields=["state", "reason", "words", "proposed_at", "proposed_by"])
    return note("exclusion_turned_down", check, by=by)


def locked_check(check: FormalCheck) -> FormalCheck:
    """Return a check as it is now, under the lock of the demand's lifecycle row."""
    challenge = locked(check.bid.challenge)
    fresh: FormalCheck = FormalCheck.objects.for_rows().get(pk=check.pk)
    fresh.bid.challenge = challenge
    return fresh


def note(kind: str, check: FormalCheck, *, by: User) -> FormalCheck:
    """Record what happened to a check, and return it."""
    record(kind, check, actor=by, data={"challenge": check.bid.challenge_id})
    return check


def _find(check: FormalCheck, found: Mapping[str, object]) -> None:
    """Keep what was found by item: in order where nothing is said against it."""
    for item, words in found.items():
        values = {"met": not words, "words": str(words)[:500]}
        Finding.objects.update_or_create(formal_check=check, item=item, defaults=values)


def _words_of(item: str, text: str) -> str:
    try:
        return written(text, "words", of=Finding)
    except Refusal as refusal:
        raise mistakes({item: refusal.fields["words"]}) from refusal
