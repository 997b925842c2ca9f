"""Signed copies: each side sends its own, the other confirms it; with both it is signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.agreements import permissions
from marketplace.agreements.models import Agreement, CopyState, Side, SignedCopy
from marketplace.agreements.noting import (
    current_version,
    locked_agreement,
    note,
    time_to_act,
)
from marketplace.agreements.writing import refuse_other
from marketplace.challenges.actions import require
from marketplace.core import clock
from marketplace.core.refusals import Refusal, mistakes
from marketplace.files.store import store
from marketplace.listings.written import written
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from marketplace.accounts.models import User
    from marketplace.files.models import Blob

_PDF = "application/pdf"
_SIGNED = ("state", "due_at", "signed_at", "signed_version")
_AWAITED = ("due_at", "reminded_at", "escalated_at")
_SETTLED = ("state", "settled_at", "settled_by", "words")


@transaction.atomic
def send_copy(
    agreement: Agreement, *, by: User, upload: UploadedFile[bytes], seen: int
) -> SignedCopy:
    """Send the signed copy of the person's side, of the version that was `seen`; a PDF.

    One that the other side has not looked at yet is replaced.
    """
    agreement = locked_agreement(agreement)
    require(permissions.may_send_copy(anew(by), agreement))
    refuse_other(agreement, seen=seen)
    side = str(permissions.acts_for(by, agreement))
    version = current_version(agreement)
    for earlier in agreement.copies.filter(version=version, side=side, state=CopyState.SENT):
        _settle(earlier, "replace", by=by)
    copy: SignedCopy = SignedCopy.objects.create(
        agreement=agreement,
        version=version,
        side=side,
        blob=_stored(upload, by=by),
        sent_at=clock.now(),
        sent_by=by,
    )
    _await_anew(agreement)
    note("agreement_copy_sent", agreement, by=by, side=side, copy=copy.pk)
    return copy


@transaction.atomic
def confirm_copy(copy: SignedCopy, *, by: User) -> Agreement:
    """Confirm the other side's copy; with the second confirmation the agreement is signed."""
    copy = _locked_copy(copy)
    agreement = copy.agreement
    require(permissions.may_settle_copy(anew(by), copy))
    _settle(copy, "confirm", by=by)
    data = {"side": copy.side, "copy": copy.pk}
    if not _is_complete(agreement):
        _await_anew(agreement)
        return note("agreement_copy_confirmed", agreement, by=by, **data)
    agreement.sign(copy.version, at=clock.now())
    agreement.save(update_fields=_SIGNED)
    return note("agreement_signed", agreement, by=by, digest=copy.version.digest, **data)


@transaction.atomic
def reject_copy(copy: SignedCopy, *, by: User, words: str) -> Agreement:
    """Reject the other side's copy, with words; it may send another."""
    copy = _locked_copy(copy)
    require(permissions.may_settle_copy(anew(by), copy, verb="reject"))
    _settle(copy, "reject", by=by, words=written(words, "words", of=SignedCopy))
    _await_anew(copy.agreement)
    data = {"side": copy.side, "copy": copy.pk}
    return note("agreement_copy_rejected", copy.agreement, by=by, **data)


def _locked_copy(copy: SignedCopy) -> SignedCopy:
    agreement = locked_agreement(copy.agreement)
    fresh: SignedCopy = SignedCopy.objects.select_related("version").get(pk=copy.pk)
    fresh.agreement = agreement
    return fresh


def _settle(copy: SignedCopy, verb: str, *, by: User, words: str = "") -> None:
    copy.settle(verb, by=by, at=clock.now(), words=words)
    copy.save(update_fields=_SETTLED)


def _is_complete(agreement: Agreement) -> bool:
    confirmed = agreement.copies.filter(
        state=CopyState.CONFIRMED, version__number=agreement.version
    )
    return set(confirmed.values_list("side", flat=True)) == set(Side.values)


def _await_anew(agreement: Agreement) -> None:
    agreement.wait(until=time_to_act(agreement, at=clock.now()))
    agreement.save(update_fields=_AWAITED)


def _stored(upload: UploadedFile[bytes], *, by: User) -> Blob:
    """Return the file; a Refusal beside its field where it is none, or no PDF."""
    try:
        blob = store(upload, by=by)
    except Refusal as refusal:
        raise mistakes({"upload": [refusal.message]}) from refusal
    if blob.media_type != _PDF:
        raise mistakes({"upload": [_("A signed copy is a PDF.")]})
    return blob
