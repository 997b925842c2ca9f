"""What is wrong with an agreement as an officer wrote it, each mistake beside its field."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.agreements.models import Clause, Installment, Milestone, Promise
from marketplace.agreements.promises import is_lower
from marketplace.core.money import to_wan
from marketplace.core.refusals import Refusal
from marketplace.listings.written import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.db.models import Model

    from marketplace.agreements.models import Agreement
    from marketplace.agreements.texts import AgreementText, MilestoneText
    from marketplace.core.refusals import Message

    Mistake = tuple[str, Message]


def mistakes_in(agreement: Agreement, text: AgreementText) -> dict[str, list[Message]]:
    """Return the messages by the name of their field; the empty name is the whole."""
    found: dict[str, list[Message]] = {}
    for name, message in _mistakes(agreement, text):
        found.setdefault(name, []).append(message)
    return found


def least_money(agreement: Agreement) -> Mapping[str, Decimal]:
    """Return what the bid offered: public money is no more than this, own money no less."""
    content = agreement.candidate.bid.content
    return {name: Decimal(content.get(name, 0)) for name in ("public_money", "own_money")}


def _mistakes(agreement: Agreement, text: AgreementText) -> Iterator[Mistake]:
    yield from _of_money(agreement, text)
    yield from _of_days(text)
    yield from _of_gates(agreement, text)
    yield from _of_promises(agreement, text)
    yield from _of_payments(text)
    yield from _of_words(text)


def _of_money(agreement: Agreement, text: AgreementText) -> Iterator[Mistake]:
    offered = least_money(agreement)
    if text.amount > offered["public_money"]:
        reason = _("The bid asks for {amount} 万元; the agreement may not exceed it.")
        yield "amount", format_lazy(reason, amount=to_wan(offered["public_money"]))
    if text.own_money < offered["own_money"]:
        reason = _("The bid brings {amount} 万元 of own money; it may not be less.")
        yield "own_money", format_lazy(reason, amount=to_wan(offered["own_money"]))


def _of_days(text: AgreementText) -> Iterator[Mistake]:
    if text.ends_on < text.starts_on:
        yield "ends_on", _("The end lies before the beginning.")
    if not text.milestones:
        yield "milestones", _("Name at least one milestone.")
    for one in text.milestones:
        if not text.starts_on <= one.due_on <= text.ends_on:
            yield f"{one.name}-due_on", _("This day lies outside the agreement's period.")
    for earlier, later in pairwise(text.milestones):
        if later.due_on < earlier.due_on:
            yield f"{later.name}-due_on", _("Milestones stand in the order of their days.")


def _of_gates(agreement: Agreement, text: AgreementText) -> Iterator[Mistake]:
    gates = [one for one in text.milestones if one.is_gate]
    if gates and not agreement.challenge.is_staged:
        reason = _("By its rules this challenge does not go on or stop at stages.")
        yield f"{gates[0].name}-is_gate", reason
    elif text.milestones and text.milestones[-1].is_gate:
        reason = _("After the last milestone nothing goes on or stops.")
        yield f"{text.milestones[-1].name}-is_gate", reason
    elif agreement.challenge.is_staged and not gates:
        yield "milestones", _("By its rules this challenge goes on or stops at a stage: name it.")


def _of_promises(agreement: Agreement, text: AgreementText) -> Iterator[Mistake]:
    kept = {one.pk: one for one in agreement.promises.select_related("indicator")}
    if sorted(one.key for one in text.promises) != sorted(kept):
        yield "", _("Every promise of the bid stays in the agreement.")
        return
    for one in text.promises:
        promise = kept[one.key]
        comparison = promise.indicator.comparison
        if is_lower(one.value, answered=promise.answered, comparison=comparison):
            reason = _(
                "The bid promised “{answered}”. Only its figure may change, and to the better."
            )
            yield f"{one.name}-value", format_lazy(reason, answered=promise.answered)
        yield from _of_milestone(one.name, one.milestone, among=text.milestones)


def _of_payments(text: AgreementText) -> Iterator[Mistake]:
    for one in text.installments:
        if one.amount <= 0:
            yield f"{one.name}-amount", _("A payment is more than nothing.")
        if one.milestone:
            yield from _of_milestone(one.name, one.milestone, among=text.milestones)
    total = sum((one.amount for one in text.installments), Decimal(0))
    if total != text.amount:
        reason = _("The payments sum up to {total} 万元, the public money is {amount} 万元.")
        yield (
            "installments",
            format_lazy(reason, total=to_wan(total), amount=to_wan(text.amount)),
        )


def _of_milestone(name: str, chosen: str, *, among: Any) -> Iterator[Mistake]:
    known: list[MilestoneText] = list(among)
    if chosen not in {one.name for one in known}:
        yield f"{name}-milestone", _("Choose one of the milestones.")


def _of_words(text: AgreementText) -> Iterator[Mistake]:
    for milestone in text.milestones:
        yield from _of_text(milestone.title, f"{milestone.name}-title", of=(Milestone, "title"))
    for promise in text.promises:
        yield from _of_text(promise.value, f"{promise.name}-value", of=(Promise, "value"))
    for payment in text.installments:
        yield from _of_text(payment.title, f"{payment.name}-title", of=(Installment, "title"))
    for clause in text.clauses:
        yield from _of_text(clause.title, f"{clause.name}-title", of=(Clause, "title"))
        yield from _of_text(clause.text, f"{clause.name}-text", of=(Clause, "text"))


def _of_text(text: str, name: str, *, of: tuple[type[Model], str]) -> Iterator[Mistake]:
    model, field = of
    try:
        written(text, field, of=model)
    except Refusal as refusal:
        yield from ((name, message) for message in refusal.fields[field])
