"""Fifty submissions, closers and openers at the same moment."""

from __future__ import annotations

from functools import partial

import pytest

from marketplace.bids.book import entries_of
from marketplace.bids.models import Bid, Opening
from marketplace.bids.opening import open_bids
from marketplace.bids.submitting import submit_bid, withdraw_bid
from marketplace.journal.models import Entry
from marketplace.listings import closing
from marketplace.organisations.models import Role
from tests.bids.factories import close, drafted, sealed, sealed_of
from tests.challenges.factories import fresh
from tests.claims.factories import person_of
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def test_of_fifty_submissions_of_one_body_there_is_one_bid(challenge, firm, bidder, sealed_root):
    people = [bidder, person_of(firm), person_of(firm)]
    mark = drafted(challenge, firm, bidder)
    calls = [
        partial(
            submit_bid,
            challenge,
            firm=firm,
            by=people[number % 3],
            seen=mark,
            idempotency_key=f"key{number % 5}",
        )
        for number in range(50)
    ]
    answers = at_once(*calls)
    assert "done" in answers
    assert set(answers) <= {"done", "no_draft"}
    entries = entries_of(challenge)
    assert list(entries) == [firm.pk]
    assert sealed_of(challenge, firm).version == 1
    used = {name for entry in entries.values() for kept in entry.files() for name in kept.names()}
    on_disk = {path.name for path in sealed_root.rglob("*") if path.is_file()}
    assert used <= on_disk


def test_a_submission_and_the_close_leave_a_bid_or_none_and_never_half_of_one(
    challenge, firm, bidder
):
    mark = drafted(challenge, firm, bidder)
    submit = partial(submit_bid, challenge, firm=firm, by=bidder, seen=mark)
    answers = at_once(submit, partial(close, challenge), closing.close_due, closing.close_due)
    assert set(answers) <= {"done", "closed"}
    assert entries_of(challenge)[firm.pk].is_sealed == ("closed" not in answers)


def test_of_a_withdrawal_and_a_replacement_the_later_stands(challenge, firm, bidder):
    sealed(challenge, firm, bidder)
    mark = drafted(challenge, firm, bidder)
    at_once(
        partial(withdraw_bid, challenge, firm=firm, by=bidder),
        partial(submit_bid, challenge, firm=firm, by=bidder, seen=mark),
    )
    bid = sealed_of(challenge, firm)
    assert (bid.state, bid.version) in {("sealed", 2), ("withdrawn", 2)}


def test_of_twelve_openers_at_once_there_is_one_opening(challenge, officer):
    for _number in range(4):
        sealed(challenge)
    close(challenge)
    people = [officer, *(person_of(challenge.demand.lifecycle.owner, Role.EDITOR) for _n in "ab")]
    calls = [partial(open_bids, fresh(challenge), by=people[number % 3]) for number in range(12)]
    answers = at_once(*calls)
    assert "done" in answers
    assert set(answers) <= {"done", "wrong_state"}
    assert Opening.objects.get().total == Bid.objects.count() == 4
    for kind, number in (("bids_opened", 1), ("challenge_opened", 1), ("bid_opened", 4)):
        assert Entry.objects.filter(kind=kind).count() == number
