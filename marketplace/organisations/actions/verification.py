"""Verification: staff compare name and code with the register, and say yes or why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.refusals import Refusal, mistakes
from marketplace.journal.record import record
from marketplace.organisations.locks import locked
from marketplace.organisations.models import Organisation
from marketplace.organisations.permissions import may_verify

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.accounts.models import User


@transaction.atomic
def verify_organisation(organisation: Organisation, *, by: User) -> Organisation:
    """Mark the credit code as verified by staff; verifying twice changes nothing."""
    current = locked(organisation)
    may_verify(by).demand()
    if current.is_verified:
        return current
    _refuse_placeholder(current)
    if not current.credit_code:
        raise Refusal(
            _("Enter the unified credit code before you verify this organisation."),
            code="no_credit_code",
        )
    return _settle(current, "organisation_verified", by=by, at=clock.now())


@transaction.atomic
def refuse_verification(organisation: Organisation, *, by: User, reason: str) -> Organisation:
    """Say why an organisation cannot be verified as it stands; its owners read the reason."""
    current = locked(organisation)
    may_verify(by).demand()
    if current.is_verified:
        raise Refusal(_("This organisation is verified already."), code="verified")
    _refuse_placeholder(current)
    return _settle(current, "organisation_refused", by=by, note=_told(reason))


@transaction.atomic
def withdraw_verification(organisation: Organisation, *, by: User, reason: str) -> Organisation:
    """Take the verification back, with the reason; withdrawing twice changes nothing."""
    current = locked(organisation)
    may_verify(by).demand()
    if not current.is_verified:
        return current
    return _settle(current, "organisation_unverified", by=by, note=_told(reason))


def _refuse_placeholder(organisation: Organisation) -> None:
    if organisation.is_placeholder or organisation.merged_into_id is not None:
        raise Refusal(_("An entry from a list is taken over, not verified."), code="placeholder")


def _told(reason: str) -> str:
    if not reason.strip():
        message = _("Say why: the organisation's owners read it.")
        raise Refusal(message, code="no_reason", status=422, fields={"reason": [message]})
    try:
        Organisation._meta.get_field("verification_note").clean(reason.strip(), None)
    except ValidationError as error:
        raise mistakes({"reason": error.messages}) from error
    return reason.strip()


def _settle(
    organisation: Organisation, kind: str, *, by: User, at: datetime | None = None, note: str = ""
) -> Organisation:
    before = organisation.journal_state()
    organisation.verified_at, organisation.verification_note = at, note
    organisation.save(update_fields=["verified_at", "verification_note"])
    record(kind, organisation, actor=by, before=before)
    return organisation
