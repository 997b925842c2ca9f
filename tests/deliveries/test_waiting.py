"""What waits for whom in a delivery, on the workbench and on the owner's board."""

from __future__ import annotations

import pytest

from marketplace.challenges.dues import Hand
from marketplace.core import clock
from marketplace.deliveries import accepting, gating, paying, verdicts
from marketplace.deliveries.steps_due import steps_due
from marketplace.deliveries.waiting import steps_waiting_for
from tests.deliveries.factories import REASON, Site

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def titles(person):
    return {str(one.title) for one in steps_waiting_for(person)}


def board(site):
    return {(str(one.what), one.hand) for one in steps_due([site.table.challenge], clock.now())}


def test_evidence_waits_for_the_firm_then_for_its_check(site):
    first = site.checkpoint().milestone.title
    assert any(first in one for one in titles(site.bidder))
    assert titles(site.officer) == set()
    assert {hand for _what, hand in board(site)} == {Hand.FIRM}
    site.submitted()
    assert not any(first in one for one in titles(site.bidder))
    assert [(hand, first in what) for what, hand in board(site)] == [(Hand.OFFICER, True)]


def test_a_gate_waits_for_a_proposal_then_for_an_approver():
    site = Site(is_staged=True)
    site.as_passed(1)
    assert len(titles(site.officer)) == 1
    gating.propose_course(site.checkpoint(), by=site.officer, course="go", reason=REASON)
    assert titles(site.officer) == set()
    assert len(titles(site.approver)) == 1
    assert Hand.APPROVER in {hand for _what, hand in board(site)}


def test_a_payment_waits_for_each_in_turn(site):
    payment = site.payment()
    paying.apply_for_payment(payment, by=site.bidder, amount=payment.planned)
    assert any(str(payment) in one for one in titles(site.officer))
    paying.endorse_payment(payment, by=site.officer)
    assert any(str(payment) in one for one in titles(site.second))
    paying.approve_payment(payment, by=site.approver)
    assert any(str(payment) in one for one in titles(site.officer))


def test_acceptance_waits_for_the_firm_the_officer_and_the_approver(site):
    site.as_passed()
    assert len(titles(site.bidder)) == 1
    site.handed_in()
    assert titles(site.bidder) == set()
    assert {hand for _what, hand in board(site)} == {Hand.OFFICER}
    accepting.appraise(site.delivery, by=site.officer, items=site.judgements())
    assert titles(site.officer) == set()
    assert len(titles(site.approver)) == 1
    verdicts.accept_delivery(site.delivery, by=site.approver)
    assert len(titles(site.bidder)) == 1
    assert titles(site.approver) == set()
    assert board(site) == set()


def test_nothing_waits_for_people_without_a_part(site):
    site.submitted()
    for person in site.outsiders():
        assert titles(person) == set()
