"""Who is told what: the side whose turn it is, and nobody of the other's inner steps."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.utils import translation

from marketplace.core import clock
from marketplace.core.workdays import due_after
from marketplace.deliveries import checking, due, gating, paying, verdicts
from marketplace.deliveries.delays import ends_at
from marketplace.deliveries.models import Result
from marketplace.deliveries.notices import KINDS
from marketplace.deliveries.results import publish_result
from marketplace.journal.models import Entry
from marketplace.listings.models import DemandLifecycle
from marketplace.organisations.models import Role
from marketplace.subscriptions.following import follow
from tests.claims.factories import person_of
from tests.deliveries.factories import REASON, Site
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def told(name):
    """Return who is told by a kind of its newest entry, and in which words."""
    kind = next(one for one in KINDS if one.name == name)
    entry = Entry.objects.filter(kind=kind.entry_kind).order_by("-pk")[0]
    facts = kind.params(entry)
    with translation.override("zh-hans"):
        words = f"{kind.title(facts)} {kind.text(facts)} {kind.url(facts)}"
    return set(kind.recipients(entry)), words


def test_each_step_tells_whose_turn_it_is(site):
    site.submitted()
    people, words = told("checkpoint_submitted")
    assert site.officer in people
    assert site.bidder not in people
    assert str(site.checkpoint()) in words
    checking.return_checkpoint(site.checkpoint(), by=site.officer, reason=REASON)
    people, words = told("checkpoint_returned")
    assert people == {site.bidder}
    assert REASON not in words
    payment = site.payment()
    paying.apply_for_payment(payment, by=site.bidder, amount=payment.planned)
    paying.endorse_payment(payment, by=site.officer)
    people, _words = told("payment_endorsed")
    assert {site.approver, site.second} <= people
    assert site.bidder not in people


def test_a_stop_is_told_to_its_team_alone_without_the_reason():
    site = Site(teams=2, is_staged=True)
    gating.decide_gate(site.proposed("stop"), by=site.approver)
    assert told("gate_decided")[0] == set()
    people, words = told("delivery_stopped")
    assert people == {site.bidder}
    assert REASON not in words


def test_both_sides_hear_of_an_acceptance_in_its_steps(site):
    site.appraised()
    assert site.approver in told("acceptance_appraised")[0]
    assert site.bidder not in told("acceptance_appraised")[0]
    verdicts.accept_delivery(site.delivery, by=site.approver)
    assert told("delivery_accepted")[0] == told("result_offered")[0] == {site.bidder}


def test_followers_hear_of_a_published_result_but_not_who_published_it(site):
    follower = UserFactory()
    follow(site.delivery.demand, by=follower)
    follow(site.delivery.demand, by=site.bidder)
    site.appraised()
    verdicts.accept_delivery(site.delivery, by=site.approver)
    publish_result(Result.objects.get(), by=site.bidder, summary="（示例）指标全部达到。")
    people, words = told("followed_result_confirmed")
    assert people == {follower}
    assert site.delivery.demand.lifecycle.number in words
    assert site.delivery.number not in words


def test_what_is_late_is_passed_up_without_the_firm(site):
    end = ends_at(site.checkpoint().milestone.due_on)
    clock.shift(due_after(end, 3) - clock.now() + timedelta(seconds=1))
    due.prompt_for_checkpoints()
    assert told("milestone_escalated")[0] == {site.approver, site.second}
    _people, words = told("milestone_escalated_supervised")
    assert site.delivery.firm.name not in words
    assert site.delivery.number not in words
    assert str(site.checkpoint()) not in words


def test_people_of_another_unit_and_of_the_firm_hear_nothing_of_the_owners(site):
    owner = site.delivery.demand.lifecycle.owner
    unit, other = owner.units.create(name="科技处"), owner.units.create(name="信息处")
    DemandLifecycle.objects.filter(demand=site.delivery.demand).update(unit=unit)
    inside = person_of(owner, Role.APPROVER, unit)
    outside = person_of(owner, Role.APPROVER, other)
    both = person_of(owner, Role.APPROVER, unit)
    both.memberships.create(organisation=site.delivery.firm, role=Role.VIEWER)
    site.appraised()
    people = told("acceptance_appraised")[0]
    assert inside in people
    assert not people & {outside, both}


@pytest.mark.parametrize("kind", KINDS, ids=lambda one: one.name)
def test_every_kind_says_something_of_its_example(kind):
    words = partial(kind.title, kind.example)
    assert words()
    assert kind.text(kind.example)
    assert kind.url(kind.example).startswith("/")
