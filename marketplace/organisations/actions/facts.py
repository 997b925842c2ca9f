"""Qualifications and credit facts of an organisation."""

from __future__ import annotations

from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.core.refusals import Refusal
from marketplace.journal.record import record
from marketplace.organisations.locks import locked
from marketplace.organisations.models import CreditFact, Organisation, Qualification, Role
from marketplace.organisations.permissions import MANAGE, anew, may_act_for, may_verify
from marketplace.organisations.validation import save_checked
from marketplace.taxonomy.models import QualificationKind


class Certificate(TypedDict, total=False):
    """What a qualification says."""

    kind: QualificationKind
    number: str
    valid_from: date | None
    valid_until: date | None


def add_qualification(
    organisation: Organisation, *, by: User, **certificate: Unpack[Certificate]
) -> Qualification:
    """Add a qualification; Refusal where its validity runs backwards."""
    with transaction.atomic():
        current = _editable(organisation, by)
        qualification = Qualification(organisation=current, **certificate)
        save_checked(qualification)
        _record_change(current, by, field="qualifications")
    return qualification


def change_qualification(
    qualification: Qualification, *, by: User, **certificate: Unpack[Certificate]
) -> Qualification:
    """Change a qualification; fields that are left out stay as they are."""
    with transaction.atomic():
        current = _editable(qualification.organisation, by)
        qualification = _present(qualification)
        for name, value in certificate.items():
            setattr(qualification, name, value)
        save_checked(qualification)
        _record_change(current, by, field="qualifications")
    return qualification


def remove_qualification(qualification: Qualification, *, by: User) -> None:
    """Take a qualification off the profile."""
    with transaction.atomic():
        current = _editable(qualification.organisation, by)
        _present(qualification).delete()
        _record_change(current, by, field="qualifications")


def record_credit_fact(
    organisation: Organisation, *, kind: str, answer: str, as_of: date, source: str, by: User
) -> CreditFact:
    """Record what a list says of an organisation on a day, with its source; staff only."""
    with transaction.atomic():
        current = locked(organisation)
        may_verify(by).demand()
        fact = CreditFact(
            organisation=current, kind=kind, answer=answer, as_of=as_of, source=source
        )
        save_checked(fact)
        _record_change(current, by, field="credit")
    return fact


def _editable(organisation: Organisation, by: User) -> Organisation:
    current = locked(organisation)
    if not by.has_perm(MANAGE):
        may_act_for(anew(by), current, Role.EDITOR).demand()
    return current


def _present(qualification: Qualification) -> Qualification:
    row = Qualification.objects.filter(pk=qualification.pk).first()
    if row is None:
        raise Refusal(_("This qualification was removed in the meantime."), code="gone")
    return row


def _record_change(organisation: Organisation, by: User, *, field: str) -> None:
    record("organisation_changed", organisation, actor=by, data={"fields": [field]})
