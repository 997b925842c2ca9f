"""Experts drawn to judge a challenge's fitness: from outside, of its fields, on record."""

from __future__ import annotations

import pytest

from marketplace.challenges.models import FitnessVote
from marketplace.challenges.reviewers import draw_reviewers
from marketplace.core.canonical import digest
from marketplace.experts.drawing import Candidate, Rules, Stratum, draw
from marketplace.journal.models import Entry
from marketplace.organisations.models import Role
from tests.challenges.factories import ChallengeOffice, fresh
from tests.challenges.test_fitness import refused
from tests.experts.factories import expert, job
from tests.factories import DomainFactory, MembershipFactory, OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def office():
    return ChallengeOffice()


@pytest.fixture
def challenge(office):
    found = office.arguing()
    water = DomainFactory(slug="water")
    revision = found.checks.get().revision
    revision.content["domains"] = [water.pk]
    revision.save()
    return found


def test_experts_of_the_field_are_drawn_and_asked_and_the_draw_can_be_done_again(office, challenge):
    pool = {one.code: one for one in (expert() for _one in range(5))}
    expert(domains=[DomainFactory(slug="traffic")])
    votes = draw_reviewers(challenge, number=3, by=office.reviewer)
    asked = {vote.reviewer for vote in votes}
    assert len(asked) == 3
    assert asked <= {one.user for one in pool.values()}
    data = Entry.objects.get(kind="reviewers_drawn").data
    drum = [
        Candidate(one.code, ("fitness",), (one.employments.get().credit_code,))
        for one in pool.values()
    ]
    assert data["pool"] == digest(sorted((one.key, *one.employers) for one in drum))
    rules = Rules((Stratum("fitness", 3),), alternates=0)
    again = draw(drum, rules, seed=bytes.fromhex(data["seed"]))
    assert list(again.member_keys) == data["drawn"]


def test_whoever_is_near_the_demand_or_of_a_firm_is_not_in_the_drum(office, challenge):
    owner = challenge.demand.lifecycle.owner
    expert(None, job(owner))
    MembershipFactory(user=expert().user, organisation=owner, role=Role.VIEWER)
    MembershipFactory(user=expert().user, organisation=OrganisationFactory(), role=Role.VIEWER)
    told = refused(draw_reviewers, challenge, number=1, by=office.reviewer)
    assert list(told.fields) == ["number"]
    assert not FitnessVote.objects.exists()


def test_no_two_are_of_one_employer_and_nobody_is_asked_twice(office, challenge):
    employer = OrganisationFactory()
    first, second = expert(None, job(employer)), expert(None, job(employer))
    refused(draw_reviewers, challenge, number=2, by=office.reviewer)
    [vote] = draw_reviewers(challenge, number=1, by=office.reviewer)
    [other] = draw_reviewers(fresh(challenge), number=1, by=office.reviewer)
    assert {vote.reviewer, other.reviewer} == {first.user, second.user}
    assert "number" in refused(draw_reviewers, challenge, number=1, by=office.reviewer).fields


def test_only_staff_outside_the_owner_draw(office, challenge):
    expert()
    assert refused(draw_reviewers, challenge, number=1, by=office.editor).status == 403


def test_staff_draws_by_the_page(client, office, challenge):
    expert()
    client.force_login(office.reviewer)
    page = f"/workbench/challenges/{challenge.demand_id}/"
    few = client.post(f"{page}draw/", {"number": "4"})
    assert few.status_code == 422
    assert "还缺 3 位" in few.content.decode()
    assert client.post(f"{page}draw/", {"number": "1"}).status_code == 302
    assert FitnessVote.objects.count() == 1
