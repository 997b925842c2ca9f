"""Payments: never above the plan, never before the check, never by one person alone."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from marketplace.core import clock
from marketplace.core.workdays import SHANGHAI
from marketplace.deliveries import ending, paying
from marketplace.deliveries.models import Payment
from tests.deliveries.factories import REASON
from tests.deliveries.refusing import refused

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def today():
    return clock.now().astimezone(SHANGHAI).date()


def applied(site, number=0, amount=None):
    payment = site.payment(number)
    return paying.apply_for_payment(
        payment, by=site.bidder, amount=payment.planned if amount is None else amount
    )


def approved(site):
    paying.endorse_payment(applied(site), by=site.officer)
    return paying.approve_payment(site.payment(), by=site.approver)


def test_a_payment_passes_four_hands_and_is_recorded(site):
    approved(site)
    paying.record_payment(site.payment(), by=site.officer, on=today(), reference="支付 2026-118")
    paid = site.payment()
    assert (paid.state, paid.reference, paid.amount) == ("paid", "支付 2026-118", paid.planned)


def test_what_hangs_on_a_milestone_waits_for_its_check_and_the_last_for_the_acceptance(site):
    assert refused(lambda: applied(site, 1)).code == "unchecked"
    site.as_passed(2)
    assert applied(site, 1).state == "applied"
    assert refused(lambda: applied(site, 2)).code == "unchecked"


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "99999999"])
def test_no_other_amount_is_taken(site, amount):
    refusal = refused(lambda: applied(site, amount=Decimal(amount)))
    assert "amount" in refusal.fields
    assert site.payment().state == "planned"


def test_the_database_takes_no_more_than_the_plan_and_no_single_pair_of_hands(site):
    approved(site)
    rows = Payment.objects.filter(pk=site.payment().pk)
    for change in (
        {"amount": site.payment().planned + 1},
        {"approved_by": site.officer},
        {"state": "paid"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


def test_each_step_is_for_its_own_people(site):
    others = (*site.outsiders(), site.officer, site.approver)
    for person in others:
        call = partial(paying.apply_for_payment, site.payment(), by=person, amount=Decimal(1))
        assert refused(call).status == 403
    applied(site)
    for person in (*site.outsiders(), site.bidder):
        assert refused(partial(paying.endorse_payment, site.payment(), by=person)).status == 403
    paying.endorse_payment(site.payment(), by=site.approver)
    for person in (*site.outsiders(), site.bidder, site.officer, site.approver):
        assert refused(partial(paying.approve_payment, site.payment(), by=person)).status == 403
    paying.approve_payment(site.payment(), by=site.second)
    assert site.payment().state == "approved"


def test_a_refused_application_can_be_made_anew(site):
    applied(site)
    assert (
        "note"
        in refused(
            lambda: paying.refuse_payment(site.payment(), by=site.officer, reason=" ")
        ).fields
    )
    paying.refuse_payment(site.payment(), by=site.officer, reason=REASON)
    assert (site.payment().state, site.payment().note) == ("planned", REASON)
    paying.endorse_payment(applied(site), by=site.officer)
    assert (
        refused(
            lambda: paying.refuse_payment(site.payment(), by=site.officer, reason=REASON)
        ).status
        == 403
    )
    paying.refuse_payment(site.payment(), by=site.approver, reason=REASON)
    assert applied(site, amount=Decimal("1.50")).note == ""


@pytest.mark.parametrize("days", [-1, 1])
def test_the_day_of_payment_lies_between_approval_and_today(site, days):
    approved(site)
    day = today() + timedelta(days=days)
    call = partial(paying.record_payment, site.payment(), by=site.officer, on=day, reference="支付")
    assert "paid_on" in refused(call).fields


def test_what_was_not_earned_is_dropped_with_a_failed_delivery_and_the_rest_is_paid(site):
    site.as_passed(1)
    ending.fail_delivery(site.delivery, by=site.approver, reason=REASON)
    states = [site.payment(number).state for number in range(3)]
    assert states == ["planned", "planned", "dropped"]
    assert applied(site, 1).state == "applied"
    assert site.challenge_state == "delivering"
    assert refused(lambda: applied(site, 2)).code == "wrong_state"
