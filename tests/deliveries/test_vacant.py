"""A delivery that ends without acceptance leaves its place to the next in the ranking."""

from __future__ import annotations

import pytest

from marketplace.awards.vacancies import vacancy_of
from marketplace.deliveries import ending, gating
from tests.deliveries.factories import REASON, Site

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def next_rank(site):
    found = vacancy_of(site.table.challenge)
    return found.next.rank if found and found.next else None


def test_after_a_failed_delivery_the_next_may_be_named(site):
    ending.fail_delivery(site.delivery, by=site.approver, reason=REASON)
    assert (site.challenge_state, next_rank(site)) == ("delivering", 2)


def test_while_another_team_is_at_work_nobody_is_next():
    site = Site(teams=2, is_staged=True)
    gating.decide_gate(site.proposed("stop"), by=site.approver)
    assert next_rank(site) is None
