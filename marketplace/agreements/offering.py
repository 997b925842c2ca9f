"""How two sides come to one agreement: offered, returned, taken back, agreed; or ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.agreements import permissions
from marketplace.agreements.models import Agreement, Side, Turn, TurnKind
from marketplace.agreements.noting import locked_agreement, note, take_turn, time_to_act
from marketplace.agreements.writing import refuse_other
from marketplace.challenges.actions import require
from marketplace.core import clock
from marketplace.core.refusals import mistakes
from marketplace.listings.written import written
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.agreements.models import EndReason

_MOVED = ("state", "due_at", "reminded_at", "escalated_at")
_ENDED = ("state", "due_at", "ended_at", "ended_by", "end_reason", "end_note")


@transaction.atomic
def offer_agreement(agreement: Agreement, *, by: User, seen: int) -> Agreement:
    """Offer the version that was `seen` to the firm."""
    agreement = locked_agreement(agreement)
    require(permissions.may_offer(anew(by), agreement))
    refuse_other(agreement, seen=seen)
    return _turned(agreement, TurnKind.OFFER, side=Side.OWNER, by=by)


@transaction.atomic
def hand_back(agreement: Agreement, *, by: User, words: str) -> Agreement:
    """Return an offer to the owner, with what should be changed."""
    agreement = locked_agreement(agreement)
    require(permissions.may_hand_back(anew(by), agreement))
    said = written(words, "words", of=Turn)
    return _turned(agreement, TurnKind.HAND_BACK, side=Side.FIRM, by=by, words=said)


@transaction.atomic
def take_back(agreement: Agreement, *, by: User) -> Agreement:
    """Take an offer, or what was agreed and is not signed, back for changes."""
    agreement = locked_agreement(agreement)
    require(permissions.may_take_back(anew(by), agreement))
    return _turned(agreement, TurnKind.TAKE_BACK, side=Side.OWNER, by=by)


@transaction.atomic
def agree(agreement: Agreement, *, by: User, seen: int) -> Agreement:
    """Agree for the firm to the version that was `seen`; no other is meant."""
    agreement = locked_agreement(agreement)
    require(permissions.may_agree(anew(by), agreement))
    refuse_other(agreement, seen=seen)
    return _turned(agreement, TurnKind.AGREE, side=Side.FIRM, by=by)


@transaction.atomic
def end_agreement(
    agreement: Agreement, *, by: User, reason: EndReason, words: str = ""
) -> Agreement:
    """End it without an agreement, with a reason that the firm reads."""
    agreement = locked_agreement(agreement)
    require(permissions.may_end(anew(by), agreement))
    if not reason.is_active:
        raise mistakes({"reason": [_("Choose one of the reasons.")]})
    note_words = written(words, "end_note", of=Agreement) if words.strip() else ""
    agreement.end(by=by, at=clock.now(), reason=reason, note=note_words)
    agreement.save(update_fields=_ENDED)
    return note("agreement_ended", agreement, by=by, reason=reason.code)


def _turned(
    agreement: Agreement, kind: TurnKind, *, side: Side, by: User, words: str = ""
) -> Agreement:
    agreement.move(kind, due_at=time_to_act(agreement, at=clock.now()))
    agreement.save(update_fields=_MOVED)
    take_turn(agreement, kind, side=side, by=by, words=words)
    return note(_ENTRIES[kind], agreement, by=by, version=agreement.version)


_ENTRIES = {
    TurnKind.OFFER: "agreement_offered",
    TurnKind.HAND_BACK: "agreement_handed_back",
    TurnKind.TAKE_BACK: "agreement_taken_back",
    TurnKind.AGREE: "agreement_agreed",
}
