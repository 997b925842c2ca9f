"""Each side is told what is its own; no message holds an amount or a word of the text."""

from __future__ import annotations

import pytest

from marketplace.agreements.notices import KINDS
from marketplace.agreements.steps_due import steps_due
from marketplace.agreements.waiting import steps_waiting_for
from marketplace.core import clock
from marketplace.journal.models import Entry
from marketplace.organisations.models import Role
from tests.agreements.factories import SigningTable
from tests.claims.factories import person_of
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db

BY_NAME = {one.name: one for one in KINDS}


def told(name, agreement, **data):
    entry = Entry(kind=name, subject_key=str(agreement.pk), data=data)
    kind = BY_NAME[name]
    return set(kind.recipients(entry)), kind.params(entry)


def test_offers_go_to_the_firm_and_returns_to_the_owner(table):
    agreement = table.as_offered()
    viewer = person_of(table.firm, Role.VIEWER)
    people, facts = told("agreement_offered", agreement)
    assert people == {table.bidder}
    assert viewer not in people
    people, _ = told("agreement_handed_back", agreement)
    assert {table.officer, table.approver} <= people
    assert table.bidder not in people
    assert "1200000" not in str(facts)


def test_a_copy_is_told_across_and_its_rejection_to_whoever_sent_it(table):
    agreement = table.as_agreed()
    assert table.bidder in told("agreement_copy_sent", agreement, side="owner")[0]
    assert table.officer in told("agreement_copy_sent", agreement, side="firm")[0]
    assert told("agreement_copy_rejected", agreement, side="firm")[0] == {table.bidder}


def test_who_belongs_to_the_firm_is_never_told_as_the_owner(table):
    agreement = table.drafted()
    MembershipFactory(user=table.officer, organisation=table.firm, role=Role.VIEWER)
    assert table.officer not in told("agreement_drafted", agreement)[0]


def test_the_overdue_one_that_was_signed_meanwhile_is_told_to_nobody(table):
    agreement = table.as_signed()
    assert told("agreement_overdue", agreement)[0] == set()


def test_what_waits_for_a_firm_is_its_to_do_and_what_waits_for_the_owner_is_due(table):
    def dues():
        return {(one.hand, one.challenge) for one in steps_due([table.challenge], clock.now())}

    key = table.challenge.pk
    table.drafted()
    assert (dues(), list(steps_waiting_for(table.bidder))) == ({("officer", key)}, [])
    agreement = table.as_offered()
    [step] = steps_waiting_for(table.bidder)
    assert step.due == agreement.due_at
    assert dues() == {("firm", key)}
    assert not list(steps_waiting_for(table.stranger))
    table.as_agreed()
    assert dues() == {("officer", key), ("firm", key)}
    table.as_signed()
    assert (dues(), list(steps_waiting_for(table.bidder))) == (set(), [])


def test_dues_of_many_agreements_take_as_many_questions_as_of_one(django_assert_max_num_queries):
    many = SigningTable(bids=3, proposed=3)
    for rank in (1, 2, 3):
        many.as_agreed(rank)
    challenge, now = many.challenge, clock.now()
    with django_assert_max_num_queries(3):
        assert len(list(steps_due([challenge], now))) == 6
