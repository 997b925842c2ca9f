"""Submitting, replacing, withdrawing, and reading one's own before the opening."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from marketplace.bids.book import entries_of
from marketplace.bids.drafting import read_draft, save_draft
from marketplace.bids.models import Envelope, Vault
from marketplace.bids.store import path_of
from marketplace.bids.submitting import read_own_bid, submit_bid, withdraw_bid
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.organisations.models import Role
from tests.bids.factories import (
    close,
    draft_of,
    drafted,
    open_challenge,
    sealed,
    sealed_of,
    texts_for,
)
from tests.bids.refusing import refused
from tests.claims.factories import person_of
from tests.factories import AgencyFactory, OrganisationFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def files_on_disk(root):
    return {path.name for path in root.rglob("*") if path.is_file()}


def pieces_of(bid):
    return {name for kept in bid.all_files() for name in kept.names()}


def test_a_bid_is_sealed_with_a_receipt_and_its_draft_is_gone(challenge, firm, bidder):
    bid = sealed(challenge, firm, bidder)
    assert len(bid.receipt) == 14
    assert bid.commitment.startswith("sha256:")
    assert bid.version == 1
    assert read_draft(challenge, firm=firm) is None
    assert sealed_of(challenge, firm) == bid


def test_the_same_key_seals_once(challenge, firm, bidder):
    mark = drafted(challenge, firm, bidder)
    send = {"firm": firm, "by": bidder, "seen": mark, "idempotency_key": "k1"}
    assert submit_bid(challenge, **send) == submit_bid(challenge, **send)


def test_replacing_makes_another_receipt_and_destroys_what_was_sealed(
    challenge, firm, bidder, sealed_root
):
    first = sealed(challenge, firm, bidder)
    second = sealed(challenge, firm, bidder, approach="第二版方案")
    assert second.version == 2
    assert second.receipt != first.receipt
    names = files_on_disk(sealed_root)
    assert not pieces_of(first) & names
    assert pieces_of(second) <= names


def test_a_withdrawn_bid_is_destroyed_and_can_be_submitted_again(
    challenge, firm, bidder, sealed_root
):
    bid = sealed(challenge, firm, bidder)
    withdraw_bid(challenge, firm=firm, by=bidder)
    assert sealed_of(challenge, firm).state == "withdrawn"
    assert not pieces_of(bid) & files_on_disk(sealed_root)
    refused("wrong_state", withdraw_bid, challenge, firm=firm, by=bidder)
    assert sealed(challenge, firm, bidder).version == 2


def test_from_the_close_on_nothing_is_taken(challenge, firm, bidder):
    sealed(challenge, firm, bidder)
    mark = drafted(challenge, firm, bidder, approach="迟到的方案")
    close(challenge)
    refused("closed", submit_bid, challenge, firm=firm, by=bidder, seen=mark)
    refused("closed", withdraw_bid, challenge, firm=firm, by=bidder)
    assert sealed_of(challenge, firm).state == "sealed"


@pytest.mark.parametrize(("before", "code"), [(1, ""), (0, "closed"), (-1, "closed")])
def test_at_the_instant_of_the_close_it_is_closed(challenge, firm, bidder, before, code):
    """A second stands for a millisecond: no clock of a test waits for less."""
    mark = drafted(challenge, firm, bidder)
    lifecycle = challenge.demand.lifecycle
    ahead = timedelta(hours=before) + timedelta(microseconds=-1 if before == 0 else 0)
    type(lifecycle).objects.filter(pk=lifecycle.pk).update(closes_at=clock.now() + ahead)
    if code:
        refused(code, submit_bid, challenge, firm=firm, by=bidder, seen=mark)
    else:
        assert submit_bid(challenge, firm=firm, by=bidder, seen=mark).version == 1


def test_a_refused_bid_leaves_no_file(challenge, firm, bidder, sealed_root):
    mark = drafted(challenge, firm, bidder)
    before = files_on_disk(sealed_root)
    close(challenge)
    refused("closed", submit_bid, challenge, firm=firm, by=bidder, seen=mark)
    assert files_on_disk(sealed_root) == before


def test_a_draft_that_was_changed_since_it_was_seen_is_not_sealed(challenge, firm, bidder):
    mark = drafted(challenge, firm, bidder)
    texts = texts_for(challenge, approach="改过")
    save_draft(challenge, firm=firm, by=bidder, texts=texts, base=mark)
    refused("changed_meanwhile", submit_bid, challenge, firm=firm, by=bidder, seen=mark)


def test_an_attachment_that_was_changed_on_disk_is_not_sealed(challenge, firm, bidder, sealed_root):
    mark = drafted(challenge, firm, bidder)
    path = path_of(next(draft_of(challenge, firm).files[0].names()))
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + bytes([whole[100] ^ 1]) + whole[101:])
    before, entry = files_on_disk(sealed_root), entries_of(challenge)[firm.pk]
    refused("file_changed", submit_bid, challenge, firm=firm, by=bidder, seen=mark)
    assert files_on_disk(sealed_root) == before
    assert entries_of(challenge)[firm.pk] == entry
    path.write_bytes(whole)
    assert submit_bid(challenge, firm=firm, by=bidder, seen=mark).version == 1


def test_what_is_missing_or_wrong_is_said_beside_its_field(firm, bidder):
    challenge = open_challenge(
        rules={"own_share": Decimal("0.5"), "consortium_limit": 2, "minimum_bids": 1}
    )
    texts = {**texts_for(challenge), "approach": " ", "public_money": "很多", "own_money": "1"}
    texts["partners"] = "不存在的公司 海试\n另一家 船只"
    mark = save_draft(challenge, firm=firm, by=bidder, texts=texts).mark
    refusal = refused("mistakes", submit_bid, challenge, firm=firm, by=bidder, seen=mark)
    assert set(refusal.fields) == {"approach", "public_money", "partners"}
    assert len(refusal.fields["partners"]) == 3
    texts |= {"approach": "有", "public_money": "100", "own_money": "49", "partners": ""}
    mark = save_draft(challenge, firm=firm, by=bidder, texts=texts, base=mark).mark
    refusal = refused("mistakes", submit_bid, challenge, firm=firm, by=bidder, seen=mark)
    assert set(refusal.fields) == {"own_money"}


def test_nobody_bids_for_another_body_and_no_viewer_for_the_own(challenge, firm):
    for person in (person_of(OrganisationFactory()), person_of(firm, Role.VIEWER)):
        with pytest.raises(Refusal) as caught:
            save_draft(challenge, firm=firm, by=person, texts={})
        assert caught.value.status == 403


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda challenge: challenge.demand.lifecycle.owner, "own_demand"),
        (lambda _challenge: AgencyFactory(), "wrong_kind"),
    ],
    ids=["owner", "department"],
)
def test_neither_the_owner_nor_a_department_bids(challenge, make, code):
    firm = make(challenge)
    by = person_of(firm)
    refused(code, save_draft, challenge, firm=firm, by=by, texts={})


def test_an_unverified_firm_drafts_and_does_not_submit(challenge):
    firm = OrganisationFactory(unverified=True)
    by = person_of(firm)
    mark = drafted(challenge, firm, by)
    refused("not_verified", submit_bid, challenge, firm=firm, by=by, seen=mark)


def test_a_bidder_reads_its_own_with_its_passphrase_and_nobody_without(challenge, firm, bidder):
    sealed(challenge, firm, bidder, passphrase="鹭江潮水不落 2026")
    content = read_own_bid(challenge, firm=firm, passphrase="鹭江潮水不落 2026")
    assert content["approach"] == "多源融合感知与分布式避碰决策。"
    assert content["public_money"] == "1200000.00"
    for _time in range(5):
        wrong = {"firm": firm, "passphrase": "鹭江潮水不落 2027"}
        assert "passphrase" in refused("wrong_passphrase", read_own_bid, challenge, **wrong).fields
    assert read_own_bid(challenge, firm=firm, passphrase="鹭江潮水不落 2026") == content
    sealed(challenge, firm, bidder)
    refused("no_passphrase", read_own_bid, challenge, firm=firm, passphrase="鹭江潮水不落 2026")


def test_a_short_passphrase_is_refused(challenge, firm, bidder):
    mark = drafted(challenge, firm, bidder)
    refused("weak", submit_bid, challenge, firm=firm, by=bidder, seen=mark, passphrase="short")


def test_two_colleagues_do_not_overwrite_each_other(challenge, firm, bidder):
    base = save_draft(challenge, firm=firm, by=bidder, texts={"approach": "一"}).mark
    save_draft(challenge, firm=firm, by=bidder, texts={"approach": "二"}, base=base)
    refused(
        "edit_conflict",
        save_draft,
        challenge,
        firm=firm,
        by=bidder,
        texts={"approach": "三"},
        base=base,
    )


def test_submitting_records_nothing_and_changes_no_number_of_rows(challenge, firm, bidder):
    entries, rows = Entry.objects.count(), Envelope.objects.count()
    sealed(challenge, firm, bidder)
    assert (Entry.objects.count(), Envelope.objects.count()) == (entries, rows)


def test_every_write_renews_every_row(challenge, firm, bidder):
    def seen():
        rows = Envelope.objects.values_list("id", "token", "box")
        return {value for row in rows for value in (row[0], row[1], bytes(row[2]))}

    before, vault = seen(), bytes(Vault.objects.get().box)
    drafted(challenge, firm, bidder)
    assert not before & seen()
    assert bytes(Vault.objects.get().box) != vault
    assert {len(bytes(row.box)) for row in Envelope.objects.all()} == {4096 + 32}
