"""A challenge that ends before its opening leaves nothing sealed, and tells its bidders alone."""

from __future__ import annotations

from functools import reduce

import pytest
from django.db import transaction
from django.urls import reverse

from marketplace.bids import opening as openings
from marketplace.bids.book import entries_of
from marketplace.bids.clearing import empty_on_exit
from marketplace.bids.models import Bid, Envelope, Vault
from marketplace.bids.opening import open_bids
from marketplace.bids.people import drafters_of
from marketplace.challenges.actions import fail_challenge, terminate_challenge
from marketplace.core.refusals import Refusal
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.journal.models import Entry
from marketplace.notifications.kinds import kind_of
from marketplace.notifications.models import Notification
from marketplace.notifications.rendering import notice_of
from marketplace.subscriptions.following import follow as follow_demand
from tests.bids.factories import close, drafted, open_challenge, opened, sealed, sealed_of
from tests.challenges.factories import ChallengeOffice, fresh, reason_for
from tests.claims.factories import person_of
from tests.factories import OrganisationFactory, UserFactory
from tests.notifications.dispatching import notify_on_entry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def follow(challenge):
    kinds = ["challenge_failed", "challenge_terminated", "challenge_withdrawn"]
    for entry in Entry.objects.filter(kind__in=kinds, subject_key=str(challenge.pk)):
        with transaction.atomic():
            empty_on_exit(entry)


def terminated(challenge, by):
    terminate_challenge(fresh(challenge), by=by, reason=reason_for("terminated"))
    follow(challenge)


def failed(challenge, by):
    close(challenge)
    fail_challenge(fresh(challenge), by=by, reason=reason_for("failed"))
    follow(challenge)


def on_disk(root):
    return [path for path in root.rglob("*") if path.is_file()]


EXITS = pytest.mark.parametrize("leaves", [terminated, failed])


@EXITS
def test_keys_files_drafts_and_decoys_go_with_the_challenge(
    challenge, firm, bidder, officer, sealed_root, leaves
):
    sealed(challenge, firm, bidder, passphrase="长长的一句口令 heron")
    writer = OrganisationFactory()
    drafted(challenge, writer, person_of(writer))
    number = Envelope.objects.count()
    leaves(challenge, officer)
    bid = sealed_of(challenge, firm)
    assert (bid.state, bid.locked, bid.own, bid.files) == ("destroyed", "", "", ())
    assert entries_of(challenge)[writer.pk].draft is None
    assert on_disk(sealed_root) == []
    assert Envelope.objects.count() == number
    assert not Bid.objects.exists()


def test_what_follows_an_exit_may_run_twice(challenge, firm, bidder, officer):
    sealed(challenge, firm, bidder)
    terminated(challenge, officer)
    written = bytes(Vault.objects.get().wrapped)
    follow(challenge)
    assert bytes(Vault.objects.get().wrapped) == written
    assert Entry.objects.filter(kind="bids_destroyed").count() == 1


def test_a_challenge_that_is_withdrawn_before_it_was_listed_has_nothing_to_destroy():
    office = ChallengeOffice()
    challenge = office.drafted()
    from_draft = reason_for("withdrawn")
    challenge.leave("withdraw", by=None, at=challenge.created_at, reason=from_draft, note="")
    challenge.save()
    with transaction.atomic():
        empty_on_exit(Entry(kind="challenge_withdrawn", subject_key=str(challenge.pk)))
    assert not Entry.objects.filter(kind="bids_destroyed").exists()


def test_too_few_bids_are_destroyed_and_told_by_the_opening_alone(firm, bidder):
    challenge = open_challenge(rules={"minimum_bids": 2})
    sealed(challenge, firm, bidder)
    opened(challenge)
    follow(challenge)
    assert not Entry.objects.filter(kind="bids_destroyed").exists()


def test_opened_bids_stay_when_their_challenge_ends(challenge, firm, bidder, officer):
    sealed(challenge, firm, bidder)
    opened(challenge, officer)
    fail_challenge(fresh(challenge), by=officer, reason=reason_for("failed"))
    follow(challenge)
    assert Bid.objects.get().is_committed


def test_half_an_opening_leaves_no_content_either(challenge, officer, sealed_root, monkeypatch):
    sealed(challenge)
    close(challenge)

    def dies(*_args, **_named):
        raise KeyboardInterrupt

    monkeypatch.setattr(openings, "_finish", dies)
    with pytest.raises(KeyboardInterrupt):
        open_bids(fresh(challenge), by=officer)
    assert Bid.objects.get().content
    terminated(challenge, officer)
    bid = Bid.objects.get()
    assert (bid.content, bid.salt, bytes(bid.data_key), bid.fault) == ({}, "", b"", "destroyed")
    assert on_disk(sealed_root) == []


def test_a_broken_ledger_does_not_keep_what_it_should_name(challenge, firm, bidder, officer):
    sealed(challenge, firm, bidder)
    Vault.objects.update(box=b"x" * 60)
    close(challenge)
    with pytest.raises(Refusal):
        open_bids(fresh(challenge), by=officer)
    fail_challenge(fresh(challenge), by=officer, reason=reason_for("failed"))
    follow(challenge)
    assert sealed_of(challenge, firm).state == "destroyed"


@EXITS
def test_bidders_hear_of_it_and_nobody_else_does(challenge, firm, bidder, officer, leaves):
    sealed(challenge, firm, bidder)
    other = UserFactory()
    leaves(challenge, officer)
    with transaction.atomic():
        notify_on_entry(Entry.objects.get(kind="bids_destroyed"), "")
    rows = Notification.objects.filter(kind="bids_destroyed")
    assert [row.user for row in rows] == [bidder]
    assert other not in {row.user for row in rows}


@EXITS
def test_the_bidder_reads_what_became_of_the_bid(challenge, firm, bidder, officer, client, leaves):
    sealed(challenge, firm, bidder)
    leaves(challenge, officer)
    client.force_login(bidder)
    mine = client.get(reverse("bids:mine"))
    [standing] = mine.context["standings"]
    assert standing.state == "destroyed"
    reason = fresh(challenge).exit_reason
    assert reason is not None
    for page in (mine, client.get(standing.url)):
        assert page.status_code == 200
        assert reason.label in page.content.decode()


def told_of_the_end(challenge, by, leaves):
    """Return to whom an end is told, of which kind and in which words, but to bidders.

    The challenge's own number and title are left out.
    """
    Notification.objects.all().delete()
    leaves(challenge, by)
    run_until_caught_up()
    lifecycle = challenge.demand.lifecycle
    kinds = {"challenge_failed", "challenge_terminated", "demand_withdrawn"}
    rows = Notification.objects.filter(entry__kind__in=kinds).order_by("pk")
    said = [(row.user, row.kind, words_of(row)) for row in rows]
    names = (lifecycle.number, challenge.demand.title)
    return [
        (*one, reduce(lambda text, name: text.replace(name, "·"), names, words))
        for *one, words in said
    ]


def words_of(row):
    notice, kind = notice_of(row), kind_of(row.kind)
    return f"{notice.title}{notice.text}{kind.why}{kind.url(row.params)}"


@EXITS
def test_who_only_drafted_hears_of_the_end_in_the_very_message_of_a_follower(leaves):
    office, firm = ChallengeOffice(), OrganisationFactory()
    person = person_of(firm)

    def told(*, drafts):
        challenge = open_challenge(office)
        if drafts:
            drafted(challenge, firm, person)
        else:
            follow_demand(challenge.demand, by=person)
        return told_of_the_end(challenge, office.editor, leaves)

    follower, drafter = told(drafts=False), told(drafts=True)
    assert person in {one[0] for one in follower}
    assert follower == drafter


def test_who_handed_in_or_drafted_before_an_opening_is_not_told_as_a_drafter(challenge, officer):
    bidding, writing = OrganisationFactory(), OrganisationFactory()
    bidder, writer = person_of(bidding), person_of(writing)
    sealed(challenge, bidding, bidder)
    drafted(challenge, writing, writer)
    assert list(drafters_of(challenge.demand)) == [writer.pk]
    opened(challenge, officer)
    assert list(drafters_of(challenge.demand)) == []
