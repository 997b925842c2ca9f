"""What the supervisor reads: before the opening attempts alone, after it everything."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.bids.opening import open_bids
from marketplace.challenges.models import Challenge
from marketplace.challenges.timeline import happenings
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.deliveries import checking, ending, paying
from marketplace.organisations.models import Role
from tests.awards.factories import Court, ReportDesk
from tests.challenges.factories import ChallengeOffice
from tests.claims.factories import person_of
from tests.deliveries.factories import REASON, Site
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def browser_of(person):
    client = Client()
    client.force_login(person)
    return client


def page_of(person, challenge):
    number = challenge.demand.lifecycle.number
    return browser_of(person).get(reverse("portal:supervised", args=[number]))


def test_only_the_supervisor_of_the_owner_comes_in():
    office = ChallengeOffice()
    challenge = office.as_listed()
    supervisor = person_of(office.organisation, Role.SUPERVISOR)
    others = [
        *(person_of(office.organisation, role) for role in Role.values if role != "supervisor"),
        person_of(OrganisationFactory(), Role.SUPERVISOR),
        UserFactory(staff=True),
    ]
    listed = browser_of(supervisor).get(reverse("portal:supervision"))
    assert [row.challenge for row in listed.context["page"]] == [challenge]
    assert page_of(supervisor, challenge).status_code == 200
    assert {page_of(one, challenge).status_code for one in others} == {404}


def test_what_is_not_listed_is_not_shown():
    office = ChallengeOffice()
    challenge = office.as_listed()
    Challenge.objects.filter(pk=challenge.pk).update(state="argued")
    supervisor = person_of(office.organisation, Role.SUPERVISOR)
    assert page_of(supervisor, challenge).status_code == 404


def test_before_the_opening_attempts_are_shown_and_nothing_of_bids():
    office = ChallengeOffice()
    challenge = office.as_listed()
    supervisor = person_of(office.organisation, Role.SUPERVISOR)
    with pytest.raises(Refusal):
        open_bids(challenge, by=office.editor, present="")
    page = page_of(supervisor, challenge)
    assert str(office.editor) in page.content.decode()
    assert "bids" not in page.context
    assert {one.kind for one in page.context["happenings"]} == {"opening_attempted"}


def test_after_the_opening_bids_result_objections_and_the_journal_are_read():
    court = Court()
    objection = court.objection(court.shown())
    supervisor = person_of(court.office.organisation, Role.SUPERVISOR)
    page = page_of(supervisor, court.challenge)
    text = page.content.decode()
    assert all(str(firm) in text for firm in court.firms)
    assert reverse("awards:objection", args=[objection.receipt]) in text
    kinds = {one.kind for one in page.context["happenings"]}
    assert kinds >= {"result_notice_shown", "objection_filed", "challenge_noticed"}
    followed = browser_of(supervisor)
    for url in (
        reverse("awards:objection", args=[objection.receipt]),
        reverse("awards:notice", args=[court.number]),
    ):
        assert followed.get(url).status_code == 200


def test_the_timeline_tells_payments_checkpoints_changes_and_ends_in_words():
    site = Site()
    payment = site.payment()
    paying.apply_for_payment(payment, by=site.bidder, amount=payment.planned)
    site.submitted()
    checking.return_checkpoint(site.checkpoint(), by=site.officer, reason=REASON)
    ending.fail_delivery(site.delivery, by=site.approver, reason=REASON)
    owner = site.delivery.demand.lifecycle.owner
    told = happenings(site.table.challenge, is_opened=True)
    assert {one.kind for one in told} >= {
        *("payment_applied", "payment_dropped", "delivery_failed"),
        *("checkpoint_submitted", "checkpoint_returned", "checkpoint_dropped"),
    }
    assert all(str(one.what) for one in told)
    page = page_of(person_of(owner, Role.SUPERVISOR), site.table.challenge)
    assert "申请付款" in page.content.decode()


def test_the_timeline_goes_by_when_things_happened_not_by_when_they_were_entered():
    site = Site()
    payment = site.payment()
    site.submitted()
    with clock.set_back(timedelta(days=3)):
        paying.apply_for_payment(payment, by=site.bidder, amount=payment.planned)
    told = happenings(site.table.challenge, is_opened=True)
    assert told[-1].kind == "payment_applied"
    assert [one.at for one in told] == sorted((one.at for one in told), reverse=True)


def test_the_timeline_tells_nothing_of_reports():
    desk = ReportDesk()
    desk.filed()
    page = page_of(desk.supervisor, desk.challenge)
    assert not [one for one in page.context["happenings"] if one.kind.startswith("report")]
