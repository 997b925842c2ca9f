"""A challenge that ends beside the chain takes its standing notice with it."""

from __future__ import annotations

import pytest

from marketplace.awards.consumers import results_of_ended_challenges
from marketplace.challenges import actions
from marketplace.journal.models import Entry
from tests.awards.factories import again
from tests.challenges.factories import reason_for

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_a_terminated_challenge_has_no_result_on_show_and_a_second_run_changes_nothing(court):
    notice = court.shown()
    actions.terminate_challenge(
        court.challenge, by=court.officer, reason=reason_for("terminated"), words="经费取消。"
    )
    entry = Entry.objects.get(kind="challenge_terminated")
    for _ in range(2):
        results_of_ended_challenges(entry)
    assert again(notice).state == "cancelled"


def test_a_failed_challenge_leaves_no_draft(court):
    notice = court.drafted()
    actions.fail_challenge(court.challenge, by=court.officer, reason=reason_for("failed"))
    results_of_ended_challenges(Entry.objects.get(kind="challenge_failed"))
    assert again(notice).state == "discarded"
