"""Nobody acts: a reminder on the due day, the escalation after it, anew with each turn."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.agreements import due, offering, people
from marketplace.core.workdays import morning_of
from marketplace.journal.models import Entry
from marketplace.organisations.models import Role
from tests.agreements.factories import again
from tests.awards.test_due import move_to
from tests.claims.factories import person_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def entries():
    kinds = ["agreement_due_today", "agreement_overdue"]
    return list(Entry.objects.filter(kind__in=kinds).values_list("kind", flat=True).order_by("pk"))


def test_it_reminds_once_escalates_once_and_begins_anew_with_a_turn(table):
    agreement = table.drafted()
    due.prompt_for_agreements()
    assert entries() == []
    move_to(morning_of(agreement.due_at) + timedelta(seconds=1))
    for _ in range(2):
        due.prompt_for_agreements()
    assert entries() == ["agreement_due_today"]
    move_to(agreement.due_at)
    for _ in range(2):
        due.prompt_for_agreements()
    assert entries() == ["agreement_due_today", "agreement_overdue"]
    offered = offering.offer_agreement(again(agreement), by=table.officer, seen=1)
    assert (offered.reminded_at, offered.escalated_at) == (None, None)
    assert offered.due_at > agreement.due_at


def test_a_signed_one_waits_for_nobody(table):
    agreement = table.as_signed()
    move_to(agreement.signed_at + timedelta(days=90))
    due.prompt_for_agreements()
    assert entries() == []


def test_it_escalates_to_staff_supervisor_and_whose_turn_it_is(table):
    supervisor = person_of(table.court.office.organisation, Role.SUPERVISOR)
    agreement = table.as_offered()
    assert set(people.people_due(agreement)) == {table.bidder}
    assert {supervisor, table.bidder} <= people.escalated_to(agreement)
