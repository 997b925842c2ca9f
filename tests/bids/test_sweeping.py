"""Files that a crash left without a row go; whatever a row names stays."""

from __future__ import annotations

import pytest

from marketplace.bids import store, sweeping
from marketplace.bids.models import Bid, Envelope, Vault
from marketplace.bids.store import Kept, path_of
from marketplace.sealing.suites import new_key
from tests.bids.factories import drafted, opened, sealed
from tests.bids.refusing import refused

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def at_once(settings):
    settings.SEAL_SWEEP_SECONDS = -60


def on_disk(root):
    return {path.name for path in root.rglob("*") if path.is_file()}


def test_files_without_a_row_go_and_everything_that_is_named_stays(
    challenge, firm, bidder, sealed_root, settings
):
    sealed(challenge)
    drafted(challenge, firm, bidder)
    named = on_disk(sealed_root)
    lost = store.put("一份没有行的文件".encode(), key=new_key())
    [whole] = lost.names()
    half = path_of(whole).with_suffix(".part")
    half.write_bytes(b"half")
    settings.SEAL_SWEEP_SECONDS = 3600
    sweeping.sweep()
    assert on_disk(sealed_root) == named | {whole, half.name}
    settings.SEAL_SWEEP_SECONDS = -60
    sweeping.sweep()
    assert on_disk(sealed_root) == named
    sweeping.sweep()
    assert on_disk(sealed_root) == named


def test_attachments_of_opened_bids_stay(challenge, officer, sealed_root):
    sealed(challenge)
    opened(challenge, officer)
    sweeping.sweep()
    names = {name for one in Bid.objects.get().files for name in Kept(**one).names()}
    assert names <= on_disk(sealed_root)


def test_where_a_vault_cannot_be_read_nothing_goes(challenge, sealed_root):
    sealed(challenge)
    before = on_disk(sealed_root)
    Vault.objects.update(wrapped=b"x" * 60)
    refused("broken_vault", sweeping.sweep)
    assert on_disk(sealed_root) == before


def test_where_an_envelope_cannot_be_read_nothing_goes(challenge, sealed_root):
    sealed(challenge)
    before = on_disk(sealed_root)
    Envelope.objects.update(box=b"x" * 60)
    refused("broken_vault", sweeping.sweep)
    assert on_disk(sealed_root) == before


def test_where_most_files_seem_to_be_nobodys_they_stay(challenge, sealed_root, monkeypatch, caplog):
    monkeypatch.setattr(sweeping, "_FEW", 3)
    Vault.objects.get().envelopes.all().delete()
    Vault.objects.all().delete()
    before = on_disk(sealed_root)
    assert len(before) > 3
    sweeping.sweep()
    assert on_disk(sealed_root) == before
    assert "look at the database" in caplog.text
