"""Changing what was signed: by an approved change request alone, as another version."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.agreements.models import Installment, Milestone, Promise, Side, Turn, TurnKind
from marketplace.agreements.noting import keep_version, locked_agreement, note, take_turn
from marketplace.agreements.promises import is_lower
from marketplace.core.money import to_wan
from marketplace.core.refusals import Refusal, mistakes
from marketplace.listings.written import written

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from marketplace.accounts.models import User
    from marketplace.agreements.models import Agreement, AgreementVersion
    from marketplace.core.refusals import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changes, by the key of its row, and why; a lower promise needs both sides' approval."""

    words: str
    days: Mapping[int, date] = field(default_factory=dict)
    titles: Mapping[int, str] = field(default_factory=dict)
    values: Mapping[int, str] = field(default_factory=dict)
    amounts: Mapping[int, Decimal] = field(default_factory=dict)
    bound: Mapping[int, int | None] = field(default_factory=dict)
    """By the key of a payment the milestone that it hangs on, None where it is due on signing."""
    ends_on: date | None = None
    is_approved_by_both: bool = False


@transaction.atomic
def amend(agreement: Agreement, *, by: User, changes: Changes) -> AgreementVersion:
    """Change a signed agreement; the caller has asked the permission. Return its new version.

    The version that was signed stays as it was. Refusal where it is not signed, where a milestone,
    promise or payment is not its own, where days no longer stand in their order inside its period,
    where payments no longer sum up to its amount, and where a promise would be lower and only one
    side said so.
    """
    agreement = locked_agreement(agreement)
    if agreement.state != agreement.State.SIGNED:
        raise Refusal(_("Only a signed agreement is amended."), code="wrong_state")
    words = written(changes.words, "words", of=Turn)
    _change_promises(agreement, changes)
    _change_milestones(agreement, changes)
    _change_installments(agreement, changes)
    before = agreement.version
    version = keep_version(agreement, by=by)
    if version.number == before:
        raise Refusal(_("This changes nothing."), code="no_change")
    take_turn(agreement, TurnKind.AMEND, side=Side.OWNER, by=by, words=words)
    note("agreement_amended", agreement, by=by, version=version.number)
    return version


def _change_milestones(agreement: Agreement, changes: Changes) -> None:
    if changes.ends_on is not None:
        agreement.ends_on = changes.ends_on
    rows = {one.pk: one for one in agreement.milestones.order_by("position")}
    _refuse_foreign({*changes.days, *changes.titles}, rows)
    for key, row in rows.items():
        row.due_on = changes.days.get(key, row.due_on)
        if key in changes.titles:
            row.title = written(changes.titles[key], "title", of=Milestone)
    days = [one.due_on for one in rows.values()]
    bounds = [agreement.starts_on, *days, agreement.ends_on]
    if bounds != sorted(bounds):
        raise _beside("days", _("Milestones stand in the order of their days, inside the period."))
    agreement.save(update_fields=["ends_on"])
    Milestone.objects.bulk_update(rows.values(), ["due_on", "title"])


def _change_promises(agreement: Agreement, changes: Changes) -> None:
    rows = {one.pk: one for one in agreement.promises.select_related("indicator")}
    _refuse_foreign(set(changes.values), rows)
    for key, text in changes.values.items():
        row = rows[key]
        value = written(text, "value", of=Promise)
        comparison = row.indicator.comparison
        if not changes.is_approved_by_both and is_lower(
            value, answered=row.value, comparison=comparison
        ):
            raise _beside("values", _("A promise is lowered only where both sides approve."))
        row.value = value
    Promise.objects.bulk_update(rows.values(), ["value"])


def _change_installments(agreement: Agreement, changes: Changes) -> None:
    rows = {one.pk: one for one in agreement.installments.order_by("position")}
    milestones = {one.pk: one for one in agreement.milestones.all()}
    _refuse_foreign({*changes.amounts, *changes.bound}, rows)
    _refuse_foreign({key for key in changes.bound.values() if key is not None}, milestones)
    for key, row in rows.items():
        row.amount = changes.amounts.get(key, row.amount)
        if key in changes.bound:
            place = changes.bound[key]
            row.milestone = None if place is None else milestones[place]
    if any(one.amount <= 0 for one in rows.values()):
        raise _beside("amounts", _("A payment is more than nothing."))
    total = sum((one.amount for one in rows.values()), Decimal(0))
    if total != agreement.amount:
        reason = _("The payments sum up to {total} 万元, the public money is {amount} 万元.")
        known = {"total": to_wan(total), "amount": to_wan(agreement.amount)}
        raise _beside("amounts", format_lazy(reason, **known))
    Installment.objects.bulk_update(rows.values(), ["amount", "milestone"])


def _refuse_foreign(keys: set[int], rows: Mapping[int, object]) -> None:
    if keys - set(rows):
        raise Refusal(_("This is no part of the agreement."), code="foreign_part")


def _beside(name: str, message: Message) -> Refusal:
    return mistakes({name: [message]})
