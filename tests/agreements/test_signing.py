"""Both sides send a signed copy and confirm the other's; then that version is signed."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from marketplace.agreements import offering, signing
from marketplace.agreements.models import SignedCopy
from marketplace.agreements.noting import current_version
from marketplace.agreements.writing import write_agreement
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from tests.agreements.factories import again
from tests.agreements.texts import text_of
from tests.claims.factories import pdf, upload

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def refused(call):
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value


def copies(table, agreement):
    """Return the firm's copy and the owner's, of the present version."""
    return [
        signing.send_copy(agreement, by=by, upload=pdf(), seen=agreement.version)
        for by in (table.bidder, table.officer)
    ]


def test_with_both_confirmed_it_is_signed_in_the_version_that_was_sent(table):
    agreement = table.as_agreed()
    firms, owners = copies(table, agreement)
    assert signing.confirm_copy(firms, by=table.officer).state == "agreed"
    signed = signing.confirm_copy(owners, by=table.bidder)
    assert signed.state == "signed"
    assert signed.signed_version == current_version(agreement)
    entry = Entry.objects.get(kind="agreement_signed")
    assert entry.data["digest"] == signed.signed_version.digest


def test_nobody_confirms_their_own(table):
    firms, owners = copies(table, table.as_agreed())
    assert refused(lambda: signing.confirm_copy(firms, by=table.bidder)).status == 403
    assert refused(lambda: signing.confirm_copy(owners, by=table.approver)).status == 403
    assert refused(lambda: signing.confirm_copy(owners, by=table.stranger)).status == 403


def test_a_rejected_copy_makes_room_for_another(table):
    agreement = table.as_agreed()
    firms, _owners = copies(table, agreement)
    assert "words" in refused(lambda: signing.reject_copy(firms, by=table.officer, words="")).fields
    signing.reject_copy(firms, by=table.officer, words="缺少骑缝章。")
    assert refused(lambda: signing.confirm_copy(firms, by=table.officer)).status == 409
    signing.send_copy(agreement, by=table.bidder, upload=pdf(), seen=1)
    states = SignedCopy.objects.filter(side="firm").values_list("state", flat=True)
    assert list(states) == ["rejected", "sent"]


def test_another_copy_replaces_one_that_nobody_looked_at_and_none_that_was_confirmed(table):
    agreement = table.as_agreed()
    first = signing.send_copy(agreement, by=table.bidder, upload=pdf(), seen=1)
    second = signing.send_copy(agreement, by=table.bidder, upload=pdf("b.pdf"), seen=1)
    first.refresh_from_db()
    assert first.state == "replaced"
    signing.confirm_copy(second, by=table.officer)
    refusal = refused(lambda: signing.send_copy(agreement, by=table.bidder, upload=pdf(), seen=1))
    assert refusal.status == 409


def test_a_side_has_one_standing_copy_whatever_code_runs(table):
    agreement = table.as_agreed()
    first = signing.send_copy(agreement, by=table.bidder, upload=pdf(), seen=1)
    twin = SignedCopy(
        agreement=agreement,
        version=first.version,
        side="firm",
        blob=first.blob,
        sent_at=clock.now(),
        sent_by=table.bidder,
    )
    with pytest.raises(IntegrityError):
        twin.save()


@pytest.mark.parametrize(
    ("name", "content"), [("a.pdf", b"no pdf"), ("a.png", b"x"), ("a.pdf", b""), ("a.txt", b"x")]
)
def test_what_is_no_pdf_is_refused_beside_its_field(table, name, content):
    agreement = table.as_agreed()
    file = upload(name, content)
    refusal = refused(lambda: signing.send_copy(agreement, by=table.bidder, upload=file, seen=1))
    assert "upload" in refusal.fields
    assert not SignedCopy.objects.exists()


def test_copies_of_an_older_version_sign_nothing(table):
    agreement = table.as_agreed()
    firms, _owners = copies(table, agreement)
    offering.take_back(agreement, by=table.officer)
    assert refused(lambda: signing.confirm_copy(firms, by=table.officer)).status == 409
    text = text_of(again(agreement), is_public=False, own_money=agreement.own_money + 1)
    write_agreement(agreement, by=table.officer, text=text, seen=1)
    offering.offer_agreement(agreement, by=table.officer, seen=2)
    offering.agree(agreement, by=table.bidder, seen=2)
    assert refused(lambda: signing.confirm_copy(firms, by=table.officer)).status == 409
    late = refused(lambda: signing.send_copy(agreement, by=table.bidder, upload=pdf(), seen=1))
    assert late.code == "other_version"
    assert again(agreement).state == "agreed"
