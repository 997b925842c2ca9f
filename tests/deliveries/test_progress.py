"""What the public reads of the work: the same whoever was stopped, late or sent back."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from marketplace.challenges.models import Challenge
from marketplace.challenges.rail import rail_of
from marketplace.core import clock
from marketplace.deliveries import checking, ending, gating
from marketplace.deliveries.progress import delivery_on_page, reached_by_all
from tests.deliveries.factories import REASON, Site

pytestmark = [pytest.mark.django_db, pytest.mark.both]

NOBODY = AnonymousUser()


def reached(site):
    return [(one.number, one.title) for one in reached_by_all(site.table.challenge)]


def test_a_milestone_is_public_once_every_team_that_goes_on_has_passed_it():
    site = Site(teams=2)
    site.as_passed(1)
    assert reached(site) == []
    site.as_passed(2, team=1)
    assert reached(site) == [(1, site.checkpoint().milestone.title)]


def test_the_public_reads_the_same_whichever_team_is_stopped():
    worlds = []
    for stopped in (0, 1):
        site = Site(teams=2, is_staged=True)
        site.as_passed(1, team=1 - stopped)
        gating.decide_gate(site.proposed("stop", team=stopped), by=site.approver)
        shown = delivery_on_page(site.table.challenge, NOBODY)
        worlds.append((reached(site), shown["results"], shown["deliveries"]))
    assert worlds[0] == worlds[1]


def test_the_public_reads_the_same_whether_evidence_was_sent_back_or_it_failed():
    worlds = []
    for spoil in ("", "return", "fail"):
        site = Site()
        site.submitted()
        if spoil == "return":
            checking.return_checkpoint(site.checkpoint(), by=site.officer, reason=REASON)
        if spoil == "fail":
            ending.fail_delivery(site.delivery, by=site.approver, reason=REASON)
        shown = delivery_on_page(site.table.challenge, NOBODY)
        worlds.append((shown["reached"], shown["results"], shown["deliveries"]))
    assert worlds[0] == worlds[1] == worlds[2] == ([], [], [])


def test_a_challenge_goes_on_until_its_last_delivery_has_ended():
    site = Site(names_next=False)
    going = Challenge.objects.going_on().filter(pk=site.table.challenge.pk)
    assert going.exists()
    ending.fail_delivery(site.delivery, by=site.approver, reason=REASON)
    assert not going.exists()
    rail = rail_of(site.table.challenge, now=clock.now())
    assert [step.look for step in rail] == ["done"] * 5 + ["stopped", "next"]


def test_each_reads_their_own_deliveries_alone():
    site = Site(teams=2)
    for team, person in enumerate(site.bidders):
        shown = delivery_on_page(site.table.challenge, person)["deliveries"]
        assert shown == [site.team(team)]
    assert len(delivery_on_page(site.table.challenge, site.officer)["deliveries"]) == 2
    assert delivery_on_page(site.table.challenge, site.stranger)["deliveries"] == []


def test_where_the_rules_say_so_those_concerned_alone_read_the_progress():
    site = Site(hides_progress=True)
    site.as_passed(1)
    challenge = site.table.challenge
    assert delivery_on_page(challenge, NOBODY)["reached"] == []
    assert delivery_on_page(challenge, site.stranger)["reached"] == []
    for person in (site.bidders[0], site.officer):
        assert len(delivery_on_page(challenge, person)["reached"]) == 1
