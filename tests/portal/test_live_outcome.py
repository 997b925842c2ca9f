"""What everybody reads of a challenge after its award changes in place, and tells of no team."""

from __future__ import annotations

import pytest
from django.test import Client

from marketplace.agreements import signing
from marketplace.deliveries import checking, results, verdicts
from marketplace.deliveries.beginning import begin_delivery
from marketplace.deliveries.models import Result
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.notifications.topics import followed
from tests.agreements.factories import SigningTable
from tests.agreements.test_signing import copies
from tests.deliveries.factories import Site

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

SUMMARY = "命中率由 80% 提高到 91%，已接入值班台。"


def number_of(challenge) -> str:
    return str(challenge.demand.lifecycle.number)


def version(challenge) -> int:
    run_until_caught_up()
    return followed("demand", number_of(challenge)).version


def steps_part(challenge) -> str:
    page = Client().get(f"/live/demand/{number_of(challenge)}/").content.decode()
    return page.partition('id="live-challenge"')[2]


def test_an_agreement_that_both_sides_signed_is_read_at_once():
    table = SigningTable(bids=2, proposed=2)
    begin_delivery(table.as_signed(2))
    firms, owners = copies(table, table.as_agreed())
    signing.confirm_copy(firms, by=table.officer)
    before = version(table.challenge)
    signing.confirm_copy(owners, by=table.bidder)
    assert version(table.challenge) == before + 1
    assert str(table.firm) in steps_part(table.challenge)


def passed(site, *, team):
    site.submitted(team=team)
    checking.pass_checkpoint(site.checkpoint(team=team), by=site.officer)


def test_a_milestone_moves_the_page_once_every_team_has_passed_it():
    site = Site(teams=2)
    challenge = site.table.challenge
    before = version(challenge)
    passed(site, team=1)
    assert version(challenge) == before
    passed(site, team=0)
    assert version(challenge) == before + 1
    assert site.checkpoint().milestone.title in steps_part(challenge)


def test_where_the_rules_hide_the_progress_no_milestone_moves_it():
    site = Site(hides_progress=True)
    before = version(site.table.challenge)
    passed(site, team=0)
    assert version(site.table.challenge) == before


def test_a_result_is_read_once_its_firm_publishes_it():
    site = Site()
    site.appraised()
    verdicts.accept_delivery(site.delivery, by=site.approver)
    challenge = site.table.challenge
    before = version(challenge)
    result = Result.objects.for_rows().get(delivery=site.delivery)
    results.publish_result(result, by=site.bidder, summary=SUMMARY)
    assert version(challenge) == before + 1
    assert SUMMARY in steps_part(challenge)
