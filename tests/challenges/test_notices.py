"""Who is asked hears of it, the authors hear what came of it, followers hear how it ended."""

from __future__ import annotations

import pytest

from marketplace.challenges import actions
from marketplace.challenges.models import Challenge
from marketplace.journal.models import Entry
from marketplace.notifications.kinds import kind_of
from marketplace.notifications.models import Notification
from marketplace.notifications.rendering import notice_of
from marketplace.subscriptions.following import follow
from tests.challenges.factories import ChallengeOffice, end_bidding, file, fresh, reason_for
from tests.factories import UserFactory
from tests.notifications.dispatching import notify_on_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return ChallengeOffice()


def told(kind, entry_kind):
    """Return the notices of a kind after the newest entry of its kind was dispatched."""
    entry = Entry.objects.filter(kind=entry_kind).latest("pk")
    notify_on_entry(entry, "")
    rows = Notification.objects.filter(kind=kind).order_by("pk")
    return {row.user: notice_of(row) for row in rows}


def test_a_reviewer_is_asked_with_the_page_to_vote_on(client, office):
    [vote] = office.asked(office.arguing(), count=1)
    notices = told("reviewer_asked", "fitness_asked")
    assert list(notices) == [vote.reviewer]
    client.force_login(vote.reviewer)
    assert client.get(notices[vote.reviewer].url, follow=True).status_code == 200


@pytest.mark.parametrize(
    ("votes", "kind", "entry_kind"),
    [
        (("pass",) * 3, "challenge_passed", "challenge_argued"),
        (("return",) * 3, "challenge_returned", "challenge_handed_back"),
        (("reject",) * 3, "challenge_rejected", "challenge_argued_down"),
    ],
)
def test_the_authors_hear_of_the_outcome(client, office, votes, kind, entry_kind):
    office.judge(office.arguing(), *votes)
    notices = told(kind, entry_kind)
    assert set(notices) == {office.editor, office.approver}
    client.force_login(office.editor)
    assert client.get(notices[office.editor].url, follow=True).status_code == 200


def test_followers_hear_that_it_ended_without_a_result(office):
    challenge = office.listed()
    follower = UserFactory()
    follow(challenge.demand, by=follower)
    end_bidding(challenge)
    actions.fail_challenge(fresh(challenge), by=office.editor, reason=reason_for("failed"))
    assert list(told("followed_challenge_failed", "challenge_failed")) == [follower]


def test_followers_hear_that_it_is_completed():
    office = ChallengeOffice()
    challenge = office.as_listed()
    follower = UserFactory()
    follow(challenge.demand, by=follower)
    Challenge.objects.filter(pk=challenge.pk).update(state="completed")
    actions.note("challenge_completed", fresh(challenge), by=None)
    notices = told("followed_challenge_completed", "challenge_completed")
    assert list(notices) == [follower]
    assert notices[follower].url


def test_who_voted_already_is_not_mailed_about_it(office):
    [vote] = office.asked(office.arguing(), count=1)
    file(vote)
    told("reviewer_asked", "fitness_asked")
    row = Notification.objects.get(kind="reviewer_asked")
    assert not kind_of("reviewer_asked").still(row.params)
