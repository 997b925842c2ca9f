"""A challenge moves along with its demand, and leaves the chain with a reason."""

from __future__ import annotations

import pytest

from marketplace.challenges import actions
from marketplace.challenges.models import Challenge, ExitReason
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.listings.actions import withdraw_listing
from tests.challenges.factories import ChallengeOffice, end_bidding, follow, fresh, reason_for
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def office():
    return ChallengeOffice()


def kinds_of(challenge):
    about = Entry.objects.filter(subject_type="challenges.challenge", subject_key=challenge.pk)
    kinds = about.order_by("pk").values_list("kind", flat=True)
    return [kind for kind in kinds if kind not in {"challenge_handed_in", "challenge_argued"}]


def reason_of_the_demand():
    return ExitReason.objects.get(code="demand_withdrawn")


def test_it_is_listed_with_its_demand_and_takes_bids_until_the_close(office):
    challenge = office.listed()
    assert challenge.state == "published"
    closes = challenge.closes_at
    assert challenge.takes_bids_at(clock.now())
    assert not challenge.takes_bids_at(closes)
    end_bidding(challenge)
    closed = fresh(challenge)
    assert (closed.state, closed.takes_bids_at(clock.now())) == ("closed", False)
    assert kinds_of(challenge) == ["challenge_published", "challenge_closed"]


def test_entries_that_come_twice_change_nothing(office):
    challenge = office.closed()
    before = kinds_of(challenge)
    follow(challenge)
    assert fresh(challenge).state == "closed"
    assert kinds_of(challenge) == before


def test_of_two_openings_one_is_refused(office):
    challenge = office.closed()
    assert actions.open_challenge(challenge, by=None).opened_at is not None
    with pytest.raises(Refusal) as refusal:
        actions.open_challenge(challenge, by=None)
    assert refusal.value.code == "wrong_state"


def test_nothing_opens_before_the_close(office):
    with pytest.raises(Refusal):
        actions.open_challenge(office.listed(), by=None)


def test_a_withdrawn_demand_terminates_its_challenge_with_the_same_words(office):
    challenge = office.listed()
    withdraw_listing(challenge.demand, by=office.editor, reason="需求已由其他项目解决。")
    assert not fresh(challenge).takes_bids_at(clock.now())
    follow(challenge)
    ended = fresh(challenge)
    assert (ended.state, ended.exit_reason) == ("terminated", reason_of_the_demand())
    assert ended.exit_note == "需求已由其他项目解决。"


def test_terminating_withdraws_the_demand_and_stays_readable(office):
    challenge = office.listed()
    reason = reason_for("terminated")
    actions.terminate_challenge(challenge, by=office.editor, reason=reason, words="经费取消。")
    follow(challenge)
    ended = fresh(challenge)
    assert (ended.state, ended.demand.lifecycle.state) == ("terminated", "withdrawn")
    assert ended in Challenge.objects.public()
    assert kinds_of(challenge).count("challenge_terminated") == 1


def test_a_reason_of_another_exit_is_refused_and_nothing_changes(office):
    challenge = office.closed()
    with pytest.raises(Refusal) as refusal:
        actions.fail_challenge(challenge, by=office.editor, reason=reason_for("terminated"))
    assert "reason" in refusal.value.fields
    assert fresh(challenge).state == "closed"


@pytest.mark.parametrize("words", ["太长" * 200, "空\x00字符"])
def test_words_that_cannot_be_stored_are_refused_beside_their_field(office, words):
    challenge = office.closed()
    with pytest.raises(Refusal) as refusal:
        actions.fail_challenge(
            challenge, by=office.editor, reason=reason_for("failed"), words=words
        )
    assert "words" in refusal.value.fields


def test_a_stranger_ends_nothing(office):
    challenge = office.closed()
    with pytest.raises(Refusal) as refusal:
        actions.fail_challenge(challenge, by=UserFactory(), reason=reason_for("failed"))
    assert refusal.value.status == 403


def test_a_draft_is_read_by_its_department_and_staff_alone(office):
    draft = office.drafted()
    readers = [office.editor, office.approver, UserFactory(staff=True)]
    assert all(draft in Challenge.objects.visible_to(one) for one in readers)
    assert draft not in Challenge.objects.visible_to(UserFactory())
    assert draft not in Challenge.objects.public()


def test_the_author_withdraws_before_the_listing_and_not_after(office):
    reason = reason_for("withdrawn")
    draft = office.drafted()
    actions.withdraw_challenge(draft, by=office.editor, reason=reason)
    assert fresh(draft).state == "withdrawn"
    with pytest.raises(Refusal):
        actions.withdraw_challenge(office.listed(), by=office.editor, reason=reason)
