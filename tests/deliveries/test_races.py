"""Two people act in the same instant: one of them wins, and nothing is half done."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction

from marketplace.deliveries import accepting, changing, checking, gating, paying, verdicts
from marketplace.deliveries.beginning import begin_delivery
from marketplace.deliveries.checking import Evidence
from marketplace.deliveries.differences import Wanted
from marketplace.deliveries.models import Delivery, GateProposal, HandIn, Submission, Verdict
from marketplace.journal.models import Entry
from tests.deliveries.factories import REASON, WORDS, Site
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def test_a_delivery_begins_once(table):
    agreement = table.as_signed()
    assert at_once(*[partial(begin_delivery, agreement)] * 5) == ["done"] * 5
    assert Delivery.objects.get().checkpoints.count() == 2


def test_a_payment_is_approved_once(site):
    payment = site.payment()
    paying.apply_for_payment(payment, by=site.bidder, amount=payment.planned)
    paying.endorse_payment(payment, by=site.officer)
    answers = at_once(
        *[partial(paying.approve_payment, payment, by=site.approver)] * 2,
        partial(paying.approve_payment, payment, by=site.second),
        partial(paying.refuse_payment, payment, by=site.second, reason=REASON),
    )
    assert answers.count("done") == 1
    assert site.payment().state in {"approved", "planned"}
    settled = Entry.objects.filter(kind__in=["payment_approved", "payment_refused"])
    assert settled.count() == 1


def test_evidence_and_a_stop_at_once_leave_no_open_checkpoint():
    site = Site(teams=2, is_staged=True)
    proposal = site.proposed("stop")
    later = site.checkpoint(1)
    answers = at_once(
        partial(gating.decide_gate, proposal, by=site.approver),
        *[partial(checking.submit_evidence, later, by=site.bidder, evidence=Evidence(WORDS))] * 2,
    )
    assert answers.count("done") == 1
    assert site.delivery.state == "stopped"
    assert site.checkpoint(1).state == "dropped"
    assert Submission.objects.filter(checkpoint=later).count() == 0


def test_a_check_and_other_evidence_at_once_are_one_after_the_other(site):
    checkpoint = site.submitted()
    answers = at_once(
        partial(checking.pass_checkpoint, checkpoint, by=site.officer),
        partial(checking.return_checkpoint, checkpoint, by=site.approver, reason=REASON),
    )
    assert answers == ["done", "wrong_state"]
    assert site.checkpoint().state in {"passed", "returned"}


def test_two_officers_propose_once(site):
    race = Site(is_staged=True)
    race.as_passed(1)
    propose = partial(gating.propose_course, race.checkpoint(), course="go", reason=REASON)
    answers = at_once(partial(propose, by=race.officer), partial(propose, by=race.approver))
    assert answers == ["done", "wrong_state"]
    assert GateProposal.objects.count() == 1


def test_a_hand_in_and_a_change_at_once_are_never_both(site):
    site.as_passed()
    site.answered()
    ends_on = site.delivery.agreement.ends_on + timedelta(days=5)
    answers = at_once(
        partial(accepting.hand_in, site.delivery, by=site.bidder),
        partial(
            changing.ask_change,
            site.delivery,
            by=site.officer,
            wanted=Wanted(ends_on=ends_on),
            reason=REASON,
        ),
    )
    assert answers in (["change_open", "done"], ["done", "wrong_state"])
    assert HandIn.objects.count() + site.delivery.changes.count() == 1


def test_a_delivery_is_accepted_or_sent_back_never_both(site):
    site.appraised()
    answers = at_once(
        *[partial(verdicts.accept_delivery, site.delivery, by=site.approver)] * 2,
        partial(verdicts.send_back, site.delivery, by=site.second, reason=REASON),
    )
    assert answers.count("done") == 1
    assert Verdict.objects.count() == 1
    assert site.delivery.state in {"accepted", "running"}


def test_the_last_two_teams_end_the_challenge_once():
    site = Site(teams=2, is_staged=True)
    proposals = [site.proposed("stop", team=number) for number in (0, 1)]
    at_once(*[partial(gating.decide_gate, one, by=site.approver) for one in proposals])
    assert site.challenge_state == "failed"
    with transaction.atomic():
        assert Entry.objects.filter(kind="challenge_failed").count() == 1
