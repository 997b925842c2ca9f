"""The opening: not before the close, once, whole, checked, and every attempt noted."""

from __future__ import annotations

import pytest
from django.db import transaction

from marketplace.bids import opening as openings
from marketplace.bids.book import entries_of
from marketplace.bids.models import Bid, Envelope, Opening, OpeningAttempt
from marketplace.bids.opening import open_bids
from marketplace.bids.store import Kept, path_of
from marketplace.bids.time_lock import unlock_key
from marketplace.challenges.models import Challenge
from marketplace.journal.models import Entry
from marketplace.journal.sequencer import link_pending
from marketplace.journal.verification import MismatchError, verify
from marketplace.organisations.models import Role
from tests.bids.factories import close, drafted, open_challenge, opened, sealed, sealed_of
from tests.bids.refusing import refused
from tests.challenges.factories import fresh
from tests.claims.factories import person_of
from tests.factories import OrganisationFactory, UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def test_before_the_close_nobody_opens_and_each_attempt_stands(challenge, officer, bidder):
    sealed(challenge)
    refused("too_early", open_bids, challenge, by=officer)
    refused("not_officer", open_bids, challenge, by=bidder)
    refused("not_officer", open_bids, challenge, by=UserFactory())
    assert not Bid.objects.exists()
    assert not Opening.objects.exists()
    answers = OpeningAttempt.objects.order_by("pk").values_list("answer", flat=True)
    assert list(answers) == ["too_early", "not_officer", "not_officer"]
    assert Entry.objects.filter(kind="opening_attempted").count() == 3


def test_the_one_way_to_a_key_refuses_before_the_close_whoever_calls_it(challenge, firm, bidder):
    bid = sealed(challenge, firm, bidder)
    with transaction.atomic():
        refused("too_early", unlock_key, bid.locked, challenge, secret=None)
    with pytest.raises(transaction.TransactionManagementError):
        unlock_key(bid.locked, challenge, secret=None)


def test_the_opening_tells_what_was_sealed_and_moves_the_challenge(challenge, officer):
    bids = [sealed(challenge, approach=f"方案 {number}") for number in range(3)]
    opening = opened(challenge, officer)
    assert (opening.state, opening.total, opening.present) == ("finished", 3, "张三、李四")
    found = list(Bid.objects.all())
    assert [one.receipt for one in found] == [bid.receipt for bid in bids]
    assert [one.content["approach"] for one in found] == ["方案 0", "方案 1", "方案 2"]
    assert all(one.is_committed for one in found)
    assert fresh(challenge).state == Challenge.State.OPENED
    assert [act["verb"] for act in opening.acts] == ["sealed"] * 3
    assert Entry.objects.filter(kind="bids_opened").count() == 1


def test_withdrawn_bids_and_drafts_are_not_opened_and_destroyed(
    challenge, firm, bidder, officer, sealed_root
):
    sealed(challenge)
    drafted(challenge, firm, bidder)
    opening = opened(challenge, officer)
    assert opening.total == 1
    assert entries_of(challenge)[firm.pk].draft is None
    kept = {name for one in Bid.objects.get().files for name in Kept(**one).names()}
    on_disk = {path.name for path in sealed_root.rglob("*") if path.is_file()}
    assert kept < on_disk
    assert len(on_disk) == len(kept) + 1


def test_too_few_bids_stay_sealed_and_the_challenge_ends(officer):
    challenge = open_challenge(rules={"minimum_bids": 3})
    firm = OrganisationFactory()
    sealed(challenge, firm)
    kept = sealed(challenge).all_files()
    opening = opened(challenge)
    assert (opening.state, opening.total) == ("too_few", 2)
    assert not any(path_of(name).exists() for one in kept for name in one.names())
    assert (sealed_of(challenge, firm).state, sealed_of(challenge, firm).locked) == (
        "destroyed",
        "",
    )
    assert not Bid.objects.exists()
    ended = fresh(challenge)
    reason = ended.exit_reason
    assert reason is not None
    assert (ended.state, reason.code) == ("failed", "too_few_bids")


def test_no_bid_at_all_is_too_few(challenge):
    assert opened(challenge).state == "too_few"


def test_a_second_opening_is_refused(challenge, officer):
    sealed(challenge)
    opened(challenge, officer)
    refused("wrong_state", open_bids, fresh(challenge), by=officer)


def test_a_killed_opening_goes_on_where_it_stood(challenge, officer, monkeypatch):
    for _number in range(3):
        sealed(challenge)
    close(challenge)
    whole, calls = openings._open_one, list[int]()

    def dies_at_the_second(challenge, *, firm):
        if len(calls) == 1:
            raise KeyboardInterrupt
        calls.append(firm)
        whole(challenge, firm=firm)

    monkeypatch.setattr(openings, "_open_one", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        open_bids(fresh(challenge), by=officer)
    assert Bid.objects.count() == 1
    assert not Bid.objects.visible_to(officer).exists()
    monkeypatch.setattr(openings, "_open_one", whole)
    assert open_bids(fresh(challenge), by=officer).total == 3
    assert Entry.objects.filter(kind="bid_opened").count() == 3
    assert Bid.objects.visible_to(officer).count() == 3


def test_a_bid_whose_file_was_damaged_is_named_and_the_others_open(challenge, firm, bidder):
    sealed(challenge)
    broken = sealed(challenge, firm, bidder)
    path = path_of(next(broken.files[0].names()))
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    opening = opened(challenge)
    assert opening.total == 2
    faulty = Bid.objects.get(firm=firm)
    assert (faulty.fault, faulty.content, faulty.is_committed) == ("broken", {}, False)


def test_opened_bids_are_read_by_their_bidder_and_the_officers_alone(
    challenge, firm, bidder, officer
):
    sealed(challenge, firm, bidder)
    other = person_of(OrganisationFactory())
    sealed(challenge, by=other, firm=other.memberships.get().organisation)
    opened(challenge, officer)
    read = {
        person: set(Bid.objects.visible_to(person).values_list("firm", flat=True))
        for person in (bidder, other, officer, person_of(firm, Role.VIEWER), UserFactory())
    }
    firms = set(Bid.objects.values_list("firm", flat=True))
    assert list(read.values()) == [{firm.pk}, firms - {firm.pk}, firms, set(), set()]


def test_verification_names_a_bid_that_was_altered(challenge, officer):
    sealed(challenge)
    opened(challenge, officer)
    link_pending()
    verify()
    bid = Bid.objects.get()
    bid.content["public_money"] = "1.00"
    Bid.objects.filter(pk=bid.pk).update(content=bid.content)
    assert not Bid.objects.get().is_committed
    with pytest.raises(MismatchError, match=f"bids.bid {bid.pk}"):
        verify()


def test_envelopes_stay_as_many_after_the_opening(challenge, officer):
    number = Envelope.objects.count()
    sealed(challenge)
    opened(challenge, officer)
    assert Envelope.objects.count() == number
