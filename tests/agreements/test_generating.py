"""An agreement is drafted from the opened bid, once for each awarded firm."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from marketplace.agreements.consumers import agreements_of_awards
from marketplace.agreements.generating import draft_agreement
from marketplace.agreements.models import Agreement, AgreementVersion
from marketplace.awards import settling
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
