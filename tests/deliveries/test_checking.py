"""Evidence is submitted, sent back and passed by whoever should, in the right order."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import transaction

from marketplace.agreements.models import Agreement
from marketplace.deliveries import checking
from marketplace.deliveries.beginning import begin_delivery
from marketplace.deliveries.checking import Evidence
from marketplace.deliveries.consumers import deliveries_of_agreements
from marketplace.deliveries.models import Check, Checkpoint, Delivery, Payment, Submission
from marketplace.journal.models import Entry
from marketplace.journal.record import record
from marketplace.organisations.models import Role
from tests.claims.factories import pdf, person_of
from tests.deliveries.factories import REASON, WORDS
from tests.deliveries.refusing import refused
from tests.kept import stands

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def submit(site, by=None, number=0, **evidence):
    given = Evidence(**{"words": WORDS, **evidence})
    return checking.submit_evidence(site.checkpoint(number), by=by or site.bidder, evidence=given)


def test_a_signed_agreement_begins_one_delivery_however_often_it_is_told(table):
    agreement = table.as_signed()
    with transaction.atomic():
        entry = record("agreement_drafted", agreement, actor=None)
    entry.kind = "agreement_signed"
    for _ in range(2):
        with transaction.atomic():
            deliveries_of_agreements(entry)
    delivery = Delivery.objects.get()
    assert delivery.checkpoints.count() == agreement.milestones.count() == 2
    planned = sum(one.planned for one in delivery.payments.all())
    assert planned == agreement.amount
    assert table.challenge.state == "delivering"
    assert Entry.objects.filter(kind="challenge_delivering").count() == 1


def test_what_is_not_signed_begins_nothing(table):
    assert begin_delivery(table.as_agreed()) is None
    assert not Delivery.objects.exists()


def test_evidence_is_sent_back_with_words_mended_and_passed(site):
    submit(site, links=["https://example.com/report"], files=[pdf()])
    assert site.checkpoint().state == "submitted"
    checking.return_checkpoint(site.checkpoint(), by=site.officer, reason=REASON)
    assert site.checkpoint().state == "returned"
    submit(site, words="补充了第三方检测。")
    checking.pass_checkpoint(site.checkpoint(), by=site.officer)
    passed = site.checkpoint()
    assert passed.state == "passed"
    rows = passed.submissions.order_by("number")
    assert [(one.number, one.check_made.is_passed) for one in rows] == [(1, False), (2, True)]
    assert rows[0].check_made.reason == REASON
    assert rows[0].files.count() == 1
    told = list(Entry.objects.filter(kind__startswith="checkpoint_").values_list("kind", flat=True))
    assert told == [f"checkpoint_{one}" for one in ("submitted", "returned", "submitted", "passed")]


@pytest.mark.parametrize(
    ("evidence", "field"),
    [
        ({"words": ""}, "words"),
        ({"words": "   "}, "words"),
        ({"words": "<script>x</script>"}, "words"),
        ({"words": "长" * 2001}, "words"),
        ({"links": ["javascript:alert(1)"]}, "links"),
        ({"links": ["https://a.example"] * 6}, "links"),
        ({"files": [None] * 6}, "uploads"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_is_kept(site, evidence, field):
    refusal = refused(lambda: submit(site, **evidence))
    assert field in refusal.fields
    assert not Submission.objects.exists()
    assert site.checkpoint().state == "open"


def test_nobody_else_submits_or_checks(site):
    for person in (*site.outsiders(), site.officer, site.approver):
        assert refused(partial(submit, site, by=person)).status == 403
    site.submitted()
    for person in (*site.outsiders(), site.bidder):
        for call in (checking.pass_checkpoint, checking.return_checkpoint):
            given = {"reason": REASON} if call is checking.return_checkpoint else {}
            answer = refused(partial(call, site.checkpoint(), by=person, **given))
            assert answer.status == 403
    assert site.checkpoint().state == "submitted"


def test_who_belongs_to_both_sides_acts_for_neither(site):
    both = person_of(site.delivery.firm)
    owner = site.delivery.demand.lifecycle.owner
    person_of(owner, Role.EDITOR)
    both.memberships.create(organisation=owner, role=Role.EDITOR)
    assert refused(lambda: submit(site, by=both)).code == "other_side"
    site.submitted()
    answer = refused(lambda: checking.pass_checkpoint(site.checkpoint(), by=both))
    assert answer.code == "other_side"


def test_a_checkpoint_is_not_checked_twice_nor_without_evidence(site):
    def pass_it():
        checking.pass_checkpoint(site.checkpoint(), by=site.officer)

    assert refused(pass_it).code == "wrong_state"
    site.submitted()
    pass_it()
    assert refused(pass_it).code == "wrong_state"
    assert refused(lambda: submit(site)).code == "wrong_state"


def test_evidence_and_checks_stand_whoever_speaks_to_the_database(site):
    site.submitted()
    checking.pass_checkpoint(site.checkpoint(), by=site.officer)
    stands(Submission.objects.get(), words="x")
    stands(Check.objects.get(), is_passed=False)


def test_milestones_and_payments_become_rows_in_their_order(site):
    agreement = Agreement.objects.get(pk=site.delivery.agreement_id)
    titles = [str(one) for one in Checkpoint.objects.in_order()]
    assert titles == [one.title for one in agreement.milestones.order_by("position")]
    rows = Payment.objects.order_by("installment__position")
    assert [one.planned for one in rows] == [
        one.amount for one in agreement.installments.order_by("position")
    ]
