"""A supervisor (纪检) watches openings: the work of the body stays unread."""

from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.challenges.models import Challenge
from marketplace.core import clock
from marketplace.listings.models import Demand
from marketplace.listings.permissions import may_read_sheets, may_see_work
from marketplace.organisations.models import Role
from tests.challenges.factories import ChallengeOffice, reason_for
from tests.claims.factories import person_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_a_supervisor_reads_no_draft_by_any_door_but_all_that_was_listed(client):
    office = ChallengeOffice()
    draft = office.draft(title="未公开的草稿")
    unlisted, listed = office.drafted().demand, office.as_listed()
    supervisor = person_of(office.organisation, Role.SUPERVISOR)
    viewer = person_of(office.organisation, Role.VIEWER)
    for person, reads in ((viewer, True), (supervisor, False)):
        assert bool(may_see_work(person, draft)) == bool(may_read_sheets(person, draft)) == reads
        assert (draft in Demand.objects.visible_to(person)) == reads
        assert (unlisted.challenge in Challenge.objects.visible_to(person)) == reads
        client.force_login(person)
        assert ("未公开的草稿" in client.get("/workbench/").text) == reads
        item = client.get(reverse("listings:item", args=["demand", draft.pk]))
        assert (item.status_code == 200) == reads
    Challenge.objects.filter(pk=listed.pk).update(
        state=Challenge.State.TERMINATED,
        ended_at=clock.now(),
        exit_reason=reason_for("terminated"),
    )
    Demand.objects.filter(pk=listed.demand_id).update(live=False)
    assert listed in Challenge.objects.visible_to(supervisor)
