"""Writing an agreement: its parts are put down anew, and a version keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.agreements import permissions
from marketplace.agreements.checking import mistakes_in
from marketplace.agreements.models import (
    Agreement,
    Clause,
    Installment,
    Milestone,
    Promise,
)
from marketplace.agreements.noting import keep_version, locked_agreement, note
from marketplace.challenges.actions import require
from marketplace.core.refusals import Refusal, mistakes
from marketplace.listings.plain_text import without_control
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.agreements.models import AgreementVersion
    from marketplace.agreements.texts import AgreementText

_FIELDS = ("starts_on", "ends_on", "amount", "own_money", "is_public")


@transaction.atomic
def write_agreement(
    agreement: Agreement, *, by: User, text: AgreementText, seen: int
) -> AgreementVersion:
    """Write a draft anew for somebody who `seen` its version; return the version it becomes.

    Refusal where somebody else wrote one meanwhile, and with messages by field where something is
    mistaken: a promise below the bid, more public money than it asks for, payments that do not sum
    up.
    """
    agreement = locked_agreement(agreement)
    require(permissions.may_write(anew(by), agreement))
    refuse_other(agreement, seen=seen)
    if found := mistakes_in(agreement, text):
        raise mistakes(found)
    _put_down(agreement, text)
    before = agreement.version
    version = keep_version(agreement, by=by)
    if version.number != before:
        note("agreement_written", agreement, by=by, version=version.number)
    return version


def refuse_other(agreement: Agreement, *, seen: int) -> None:
    """Raise a Refusal where the agreement has another version than the one somebody read."""
    if agreement.version != seen:
        raise Refusal(
            _("Meanwhile somebody wrote another version. Read it first."), code="other_version"
        )


def _put_down(agreement: Agreement, text: AgreementText) -> None:
    for name in _FIELDS:
        setattr(agreement, name, getattr(text, name))
    agreement.save(update_fields=_FIELDS)
    milestones = _milestones(agreement, text)
    _promises(agreement, text, milestones=milestones)
    _rest(agreement, text, milestones=milestones)


def _milestones(agreement: Agreement, text: AgreementText) -> dict[str, Milestone]:
    """Return the milestones by their names on the form; those before are gone or overwritten."""
    kept = list(agreement.milestones.order_by("position"))
    found: dict[str, Milestone] = {}
    stage = 1
    for position, one in enumerate(text.milestones, start=1):
        row = kept[position - 1] if position <= len(kept) else Milestone(agreement=agreement)
        row.position, row.stage = position, stage
        row.title, row.due_on, row.is_gate = _plain(one.title), one.due_on, one.is_gate
        row.save()
        found[one.name] = row
        stage += one.is_gate
    return found


def _promises(
    agreement: Agreement, text: AgreementText, *, milestones: dict[str, Milestone]
) -> None:
    for one in text.promises:
        Promise.objects.filter(agreement=agreement, pk=one.key).update(
            value=_plain(one.value), milestone=milestones[one.milestone]
        )


def _rest(agreement: Agreement, text: AgreementText, *, milestones: dict[str, Milestone]) -> None:
    agreement.installments.all().delete()
    Installment.objects.bulk_create(
        Installment(
            agreement=agreement,
            position=position,
            title=_plain(one.title),
            amount=one.amount,
            milestone=milestones.get(one.milestone),
        )
        for position, one in enumerate(text.installments, start=1)
    )
    agreement.clauses.all().delete()
    Clause.objects.bulk_create(
        Clause(
            agreement=agreement,
            position=position,
            title=_plain(one.title),
            text=_plain(one.text),
        )
        for position, one in enumerate(text.clauses, start=1)
    )
    agreement.milestones.filter(position__gt=len(milestones)).delete()


def _plain(text: str) -> str:
    return without_control(text).strip()
