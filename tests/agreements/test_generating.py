"""An agreement is drafted from the opened bid, once for each awarded firm."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from marketplace.agreements.consumers import agreements_of_awards
from marketplace.agreements.generating import draft_agreement
from marketplace.agreements.models import Agreement, AgreementVersion, PlanStep
from marketplace.agreements.planning import months_after
from marketplace.awards import settling
from marketplace.bids.proposals import indicators_of
from marketplace.core.canonical import digest
from marketplace.journal.models import Entry
from tests.agreements.factories import SigningTable
from tests.awards.factories import Court, again, end_days_of
from tests.factories import OrganisationFactory
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_it_says_what_the_bid_promised(table):
    agreement = table.drafted()
    assert (agreement.state, agreement.firm) == ("drafted", table.firm)
    assert (agreement.amount, agreement.own_money) == (Decimal(1200000), Decimal(600000))
    promises = agreement.promises.all()
    assert [one.value for one in promises] == ["90%"] * 5
    assert {one.method for one in promises} == {"现场测试"}
    assert {one.milestone for one in promises} == {agreement.milestones.last()}


def promised_by_month(table, *months):
    """Let the bids promise their indicators by these months, in their order."""
    rows = [
        {"indicator": str(one), "answer": "90%", **({"month": month} if month else {})}
        for one, month in zip(indicators_of(table.challenge), months, strict=True)
    ]
    table.write_bids(answers=rows)


def test_a_promised_indicator_has_a_milestone_on_its_day_and_like_days_share_one(table):
    promised_by_month(table, 2, 2, 4, None, 400)
    agreement = table.drafted()
    rows = list(agreement.milestones.order_by("position"))
    start = agreement.starts_on
    of_promises = [one for one in rows if one.title.startswith("达到承诺值")]
    assert [one.due_on for one in of_promises] == [months_after(start, 2), months_after(start, 4)]
    assert of_promises[0].title == "达到承诺值：命中率、提前量"
    assert [one.due_on for one in rows] == sorted(one.due_on for one in rows)
    by = [one.milestone for one in agreement.promises.order_by("position")]
    assert by == [of_promises[0], of_promises[0], of_promises[1], rows[-1], rows[-1]]
    assert rows[-1].due_on == agreement.ends_on
    assert sum(one.amount for one in agreement.installments.all()) == agreement.amount


def test_in_staged_work_a_promised_day_stands_in_the_stage_of_its_gate():
    table = SigningTable(is_staged=True)
    promised_by_month(table, 1, None, None, None, None)
    rows = list(table.drafted().milestones.order_by("position"))
    assert [(one.stage, one.is_gate) for one in rows] == [(1, False), (1, True), (2, False)]


@pytest.mark.parametrize(
    ("day", "number", "found"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
    ],
)
def test_months_end_with_the_month(day, number, found):
    assert months_after(day, number) == found


def test_a_plan_that_pays_too_much_never_pays_more_than_the_amount(table):
    PlanStep.objects.update(paid_percent=90)
    agreement = table.drafted()
    assert sum(one.amount for one in agreement.installments.all()) == agreement.amount


def test_a_plan_that_staff_emptied_begins_as_on_a_new_portal(table):
    PlanStep.objects.all().delete()
    titles = table.drafted().milestones.values_list("title", flat=True)
    assert list(titles) == ["中期检查", "最终验收"]


def test_payments_sum_up_to_the_amount_whatever_its_cents(table):
    table.write_bids(public_money="100.01")
    agreement = table.drafted()
    assert sum(one.amount for one in agreement.installments.all()) == Decimal("100.01")
    assert agreement.installments.first().milestone is None


def test_without_public_money_nothing_is_paid(table):
    table.write_bids(public_money="0")
    assert not table.drafted().installments.exists()


def test_a_staged_challenge_has_a_gate_between_its_stages():
    table = SigningTable(is_staged=True)
    rows = table.drafted().milestones.values_list("stage", "is_gate")
    assert list(rows) == [(1, True), (2, False)]


def test_partners_of_the_bid_are_partners_of_the_agreement(table):
    body = OrganisationFactory()
    part = {"name": body.name, "credit_code": body.credit_code, "part": "海试"}
    table.write_bids(partners=[part])
    partner = table.drafted().partners.get()
    assert (partner.organisation, partner.part) == (body, "海试")


def test_an_indicator_without_an_answer_is_no_promise(table):
    table.write_bids(answers=[])
    assert not table.drafted().promises.exists()


def test_the_first_version_holds_all_of_it_under_its_digest(table):
    agreement = table.drafted()
    version = agreement.versions.get()
    assert version.digest == digest(version.sheet)
    assert version.sheet["parties"]["firm"]["name"] == table.firm.name
    assert version.sheet["task"]["approach"]
    assert [one["title"] for one in version.sheet["clauses"]][:2] == ["变更", "验收"]
    assert version.written_by is None


def test_a_version_cannot_be_changed(table):
    table.drafted()
    with pytest.raises(DatabaseError), transaction.atomic():
        AgreementVersion._base_manager.update(digest="0" * 64)


def test_an_award_that_is_final_drafts_one_for_each_awarded_firm_and_once():
    court = Court(parallel_teams=2)
    notice = court.shown(proposed=2)
    end_days_of(notice)
    settling.settle_notice(again(notice), by=court.approver)
    entry = Entry.objects.get(kind="result_notice_settled")
    for _ in range(2):
        agreements_of_awards(entry)
    firms = {one.firm for one in Agreement.objects.for_rows()}
    assert firms == set(court.firms[:2])
    assert Entry.objects.filter(kind="agreement_drafted").count() == 2


@pytest.mark.django_db(transaction=True)
def test_drafted_at_the_same_moment_it_is_one(table):
    candidate = table.candidate()
    calls = [lambda: draft_agreement(candidate)] * 4
    assert at_once(*calls) == ["done"] * 4
    assert Agreement.objects.count() == 1
