"""An agreement that nobody signs in its days: told once, and ended by a person or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from marketplace.agreements import signing_due
from marketplace.agreements.models import Agreement, Terms
from marketplace.core import clock
from marketplace.journal.models import Entry
from marketplace.notifications.models import Notification
from marketplace.notifications.rendering import notice_of
from tests.agreements.factories import SigningTable, again
from tests.factories import UserFactory
from tests.notifications.dispatching import notify_on_entry
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

KIND = "agreement_unsigned"


@pytest.fixture
def table():
    return SigningTable(bids=2, names_next=True)


def past_its_days(agreement: Agreement) -> Agreement:
    days = timedelta(days=60)
    Agreement.objects.filter(pk=agreement.pk).update(drafted_at=clock.now() - days)
    return again(agreement)


def told() -> int:
    return Entry.objects.filter(kind=KIND).count()


def test_it_is_told_once_when_its_days_are_over_whoever_runs_the_clock(table):
    agreement = table.as_offered()
    signing_due.prompt_for_signatures()
    assert told() == 0
    past_its_days(agreement)
    at_once(*[signing_due.prompt_for_signatures] * 3)
    signing_due.prompt_for_signatures()
    assert told() == 1
    assert again(agreement).state == "offered"


def test_a_signed_one_is_never_late_and_the_days_are_the_programmes(table):
    signed = past_its_days(table.as_signed())
    signing_due.prompt_for_signatures()
    assert told() == 0
    assert not signing_due.is_unsigned_at(signed, clock.now())
    waiting = SigningTable()
    agreement = past_its_days(waiting.drafted())
    Terms.objects.filter(programme=waiting.challenge.programme).update(sign_workdays=200)
    signing_due.prompt_for_signatures()
    assert told() == 0
    assert signing_due.sign_by(agreement) > clock.now()


def test_the_owner_is_told_of_the_firm_and_the_supervising_department_of_the_demand_alone(table):
    staff = UserFactory(staff=True)
    past_its_days(table.as_offered())
    signing_due.prompt_for_signatures()
    with transaction.atomic():
        notify_on_entry(Entry.objects.get(kind=KIND), "")
    rows = {row.user: row for row in Notification.objects.filter(kind__startswith=KIND)}
    assert set(rows) >= {table.officer, staff}
    assert table.bidder not in rows
    own, above = (notice_of(rows[one]) for one in (table.officer, staff))
    assert table.firm.name in own.text
    assert table.firm.name not in f"{above.title}{above.text}{above.url}"


def test_the_officer_reads_who_may_be_named_next_and_ends_it_with_the_reason_chosen(table):
    agreement = past_its_days(table.as_offered())
    signing_due.prompt_for_signatures()
    client = Client()
    client.force_login(table.officer)
    address = f"/agreements/{agreement.number}/"
    page = client.get(address)
    assert table.court.firms[1].name in page.content.decode()
    form = next(one.form for one in page.context["offers"] if one.step.verb == "end")
    reason = form.initial["reason"]
    assert reason.code == "not_in_time"
    client.post(f"{address}end/", {"reason": reason.pk, "end_note": ""})
    assert again(agreement).state == "ended"
    assert "next" not in client.get(address).context
    client.force_login(table.bidder)
    assert "sign_by" not in client.get(address).context
