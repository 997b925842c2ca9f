"""When an award has come to nothing, and who is next then."""

from __future__ import annotations

import pytest

from marketplace.agreements import offering
from marketplace.agreements.models import EndReason
from marketplace.awards.vacancies import vacancy_of
from marketplace.deliveries.consumers import deliveries_of_agreements
from marketplace.journal.models import Entry
from tests.awards.successions import Gap

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def end(gap, rank=1):
    """End an agreement as its officer does, and let what follows happen."""
    reason = EndReason.objects.get(code="firm_declined")
    offering.end_agreement(gap.table.drafted(rank), by=gap.officer, reason=reason)
    deliveries_of_agreements(Entry.objects.filter(kind="agreement_ended").latest("pk"))
    return gap.challenge


def test_while_a_team_may_still_sign_nobody_is_next():
    gap = Gap(proposed=2, is_lost=False)
    gap.table.drafted(2)
    assert vacancy_of(gap.challenge) is None
    assert end(gap).state == "awarded"
    assert vacancy_of(gap.challenge) is None
    assert end(gap, 2).state == "awarded"
    assert [str(one.what) for one in gap.vacancy.losses] == ["揭榜单位放弃签约"] * 2
    assert gap.next_rank == 3


def test_an_award_that_nobody_took_up_yet_is_no_loss():
    assert vacancy_of(Gap(is_lost=False).challenge) is None


@pytest.mark.parametrize(("bids", "rules"), [(1, {}), (3, {"names_next": False})])
def test_where_nobody_may_follow_the_challenge_ends_with_its_reason(bids, rules):
    challenge = end(Gap(bids=bids, is_lost=False, **rules))
    assert (challenge.state, challenge.exit_reason.code) == ("failed", "not_agreed")
    assert Entry.objects.filter(kind="challenge_failed").count() == 1
