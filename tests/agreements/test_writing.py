"""An officer writes the draft; what the bid promised is the bound, and each change a version."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from marketplace.agreements.models import Agreement
from marketplace.agreements.writing import write_agreement
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from tests.agreements.factories import SigningTable, again
from tests.agreements.texts import text_of
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def written(table, agreement, by=None, seen=None, **changes):
    text = text_of(agreement, **changes)
    seen = agreement.version if seen is None else seen
    return write_agreement(agreement, by=by or table.officer, text=text, seen=seen)


def refused(call):
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value


def changed(rows, place, **changes):
    rows = list(rows)
    rows[place] = replace(rows[place], **changes)
    return rows


def paid(text, place, **changes):
    return changed(text.installments, place, **changes)


def due(text, place, day):
    return changed(text.milestones, place, due_on=day)


def test_a_change_is_another_version_and_the_same_again_is_none(table):
    agreement = table.drafted()
    clauses = changed(text_of(agreement).clauses, 0, text="双方另行书面约定。")
    second = written(table, agreement, clauses=clauses)
    assert second.number == 2
    assert second.sheet["clauses"][0]["text"] == "双方另行书面约定。"
    assert written(table, again(agreement), clauses=clauses).pk == second.pk
    assert Entry.objects.filter(kind="agreement_written").count() == 1


def test_milestones_move_with_their_promises_and_payments(table):
    agreement = table.drafted()
    text = text_of(agreement)
    milestones = [text.milestones[1]]
    name = milestones[0].name
    promises = [replace(one, milestone=name) for one in text.promises]
    installments = [replace(text.installments[-1], amount=text.amount)]
    written(table, agreement, milestones=milestones, promises=promises, installments=installments)
    only = again(agreement).milestones.get()
    assert only.promises.count() == 5
    assert only.installments.get().amount == agreement.amount


def test_stages_follow_from_the_gates():
    table = SigningTable(is_staged=True)
    agreement = table.drafted()
    first, last = text_of(agreement).milestones
    third = replace(last, name="milestone-3")
    milestones = [first, replace(last, is_gate=True), third]
    written(table, agreement, milestones=milestones)
    rows = agreement.milestones.values_list("stage", "is_gate")
    assert list(rows) == [(1, True), (2, True), (3, False)]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda t: {"amount": t.amount + 1}, "amount"),
        (lambda t: {"own_money": t.own_money - 1}, "own_money"),
        (lambda t: {"ends_on": t.starts_on - timedelta(days=1)}, "ends_on"),
        (lambda _: {"milestones": []}, "milestones"),
        (lambda _: {"amount": Decimal(1)}, "installments"),
        (lambda t: {"installments": t.installments[:1]}, "installments"),
        (lambda t: {"installments": paid(t, 0, amount=Decimal(0))}, "installment-1-amount"),
        (lambda t: {"installments": paid(t, 1, milestone="x")}, "installment-2-milestone"),
        (lambda t: {"promises": changed(t.promises, 0, value="89%")}, "promise-1-value"),
        (lambda t: {"promises": changed(t.promises, 2, value="尽力")}, "promise-3-value"),
        (lambda t: {"promises": changed(t.promises, 1, milestone="")}, "promise-2-milestone"),
        (lambda t: {"promises": t.promises[:3]}, ""),
        (lambda t: {"milestones": changed(t.milestones, 0, is_gate=True)}, "milestone-1-is_gate"),
        (lambda t: {"milestones": due(t, 1, t.starts_on)}, "milestone-2-due_on"),
        (lambda t: {"milestones": changed(t.milestones, 0, title=" ")}, "milestone-1-title"),
        (lambda t: {"clauses": changed(t.clauses, 0, text="<script>x</script>")}, "clause-1-text"),
        (lambda t: {"clauses": changed(t.clauses, 0, title="长" * 61)}, "clause-1-title"),
    ],
)  # fmt: skip
def test_mistakes_stand_beside_their_field_and_change_nothing(table, change, field):
    agreement = table.drafted()
    refusal = refused(lambda: written(table, agreement, **change(text_of(agreement))))
    assert field in refusal.fields
    assert again(agreement).version == 1


def test_a_better_promise_and_a_lower_price_are_taken(table):
    agreement = table.drafted()
    text = text_of(agreement)
    promises = changed(text.promises, 0, value="93%")
    installments = [replace(text.installments[0], amount=Decimal(500000))]
    written(
        table,
        agreement,
        promises=promises,
        installments=installments,
        amount=Decimal(500000),
        is_public=True,
    )
    fresh = Agreement.objects.get()
    assert (fresh.amount, fresh.is_public) == (Decimal(500000), True)
    assert [one.value for one in fresh.promises.all()][:2] == ["93%", "90%"]


def test_whether_the_amount_is_public_is_a_version_of_its_own(table):
    agreement = table.drafted()
    assert written(table, agreement, is_public=True).number == 2
    assert written(table, again(agreement), is_public=True).number == 2


def test_who_saw_an_older_version_overwrites_nothing(table):
    agreement = table.drafted()
    written(table, agreement, is_public=True, ends_on=agreement.ends_on + timedelta(days=1))
    assert refused(lambda: written(table, again(agreement), seen=1)).code == "other_version"


def test_only_officers_write_and_only_a_draft(table):
    agreement = table.drafted()
    for person in (table.stranger, table.bidder, UserFactory()):
        assert refused(lambda person=person: written(table, agreement, by=person)).status == 403
    offered = table.as_offered()
    assert refused(lambda: written(table, offered)).status == 409
