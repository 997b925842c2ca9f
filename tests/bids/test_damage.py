"""Rows of a vault that somebody altered or removed: what opens, opens; what is lost, is named."""

from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.bids.beats import beat
from marketplace.bids.book import entries_of
from marketplace.bids.models import Bid, Envelope, Opening, OpeningAttempt, Vault
from marketplace.bids.opening import open_bids
from marketplace.journal.remarks import remarks
from marketplace.sealing.keepers import keeper
from marketplace.sealing.suites import suite
from tests.bids.factories import bid_row, close, draft_of, drafted, opened, sealed, sealed_of
from tests.bids.refusing import refused
from tests.challenges.factories import fresh
from tests.claims.factories import person_of
from tests.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def envelope_of(challenge, firm):
    vault = Vault.objects.get(challenge=challenge)
    key = keeper().unwrap(bytes(vault.wrapped), context=("vault", f"challenge:{challenge.pk}"))
    token = suite().keyed_digest(key, f"firm:{firm.pk}".encode()).hex()
    return Envelope.objects.filter(vault=vault, token=token)


def alter(row):
    [box] = row.values_list("box", flat=True)
    row.update(box=bytes(box)[:-1] + bytes([bytes(box)[-1] ^ 1]))


def remove(row):
    row.delete()


HARM = pytest.mark.parametrize("harm", [alter, remove])


@HARM
def test_a_bid_whose_envelope_is_lost_is_named_and_the_others_open(
    challenge, firm, bidder, officer, harm
):
    others = [sealed(challenge) for _number in range(2)]
    lost = sealed(challenge, firm, bidder)
    harm(envelope_of(challenge, firm))
    opening = opened(challenge, officer)
    assert opening.total == 3
    bid = Bid.objects.get(firm=firm)
    assert (bid.receipt, bid.commitment, bid.version) == (lost.receipt, lost.commitment, 1)
    assert (bid.fault, bid.submitted_by) == ("broken", bidder)
    whole = Bid.objects.filter(fault="")
    assert {one.receipt for one in whole} == {one.receipt for one in others}
    assert opening.broken == (1 if harm is alter else 0)
    assert [one for one in remarks() if lost.receipt in one]


@HARM
def test_what_is_lost_stays_known_when_the_vault_is_written(challenge, firm, bidder, harm):
    lost = sealed(challenge, firm, bidder)
    harm(envelope_of(challenge, firm))
    beat(challenge)
    other = sealed(challenge)
    kept = sealed_of(challenge, firm)
    assert (kept.receipt, kept.commitment, kept.is_damaged) == (lost.receipt, lost.commitment, True)
    assert Envelope.objects.filter(vault__challenge=challenge).count() == 32
    opening = opened(challenge)
    assert (opening.total, opening.broken) == (2, 1 if harm is alter else 0)
    assert Bid.objects.get(fault="").receipt == other.receipt


@HARM
def test_a_bidder_whose_envelope_is_lost_bids_again(challenge, firm, bidder, harm):
    sealed(challenge, firm, bidder)
    harm(envelope_of(challenge, firm))
    assert sealed(challenge, firm, bidder).version == 2
    opened(challenge)
    bid = Bid.objects.get()
    assert (bid.fault, bid.version, bid.is_committed) == ("", 2, True)


def test_pages_and_drafts_of_others_go_on_beside_an_altered_envelope(
    challenge, firm, bidder, client
):
    other = OrganisationFactory()
    sealed(challenge, firm, bidder)
    alter(envelope_of(challenge, firm))
    drafted(challenge, other, person_of(other))
    assert draft_of(challenge, other).files
    client.force_login(bidder)
    page = client.get(reverse("bids:start", args=[challenge.demand.lifecycle.number]), follow=True)
    assert page.status_code == 200
    assert "封存内容已损坏" in page.content.decode()


def test_an_altered_decoy_loses_nothing(challenge, firm, bidder):
    sealed(challenge, firm, bidder)
    mine = envelope_of(challenge, firm).get()
    others = Envelope.objects.exclude(pk=mine.pk).values_list("pk", flat=True)
    alter(Envelope.objects.filter(pk=others[0]))
    opening = opened(challenge)
    assert (opening.total, opening.broken) == (1, 1)
    assert Bid.objects.get().is_committed


def test_an_altered_ledger_is_refused_by_name_and_nothing_is_opened(
    challenge, firm, bidder, officer
):
    sealed(challenge, firm, bidder)
    vault = Vault.objects.filter(challenge=challenge)
    box = bytes(vault.get().box)
    vault.update(box=box[:-1] + bytes([box[-1] ^ 1]))
    assert entries_of(challenge)[firm.pk].is_sealed
    refused("broken_vault", drafted, challenge, firm, bidder)
    close(challenge)
    refused("broken_vault", open_bids, fresh(challenge), by=officer)
    assert OpeningAttempt.objects.get().answer == "broken_vault"
    assert not Opening.objects.exists()
    vault.update(box=box)
    assert open_bids(fresh(challenge), by=officer).total == 1


def test_rows_put_in_beside_the_opening_do_not_stand_for_what_was_sealed(
    challenge, firm, bidder, officer
):
    real = sealed(challenge, firm, bidder)
    stranger = OrganisationFactory()
    bid_row(challenge, firm, bidder, approach="另一份方案")
    bid_row(challenge, stranger, person_of(stranger), approach="从未封存的方案")
    assert opened(challenge, officer).total == 1
    bid = Bid.objects.get()
    assert (bid.firm, bid.receipt, bid.is_committed) == (firm, real.receipt, True)
