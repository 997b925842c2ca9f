"""Whoever reads an opened bid checks its commitment with openssl, as the documents say."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from django.urls import reverse

from marketplace.bids.models import Bid
from tests.bids.factories import opened, sealed
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

LINES = re.findall(r"^openssl dgst .*$", Path("docs/bids.md").read_text(), re.MULTILINE)


def digest_by(line, path):
    command = line.replace("RECEIPT.txt", str(path)).split()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout.split()[0]


@pytest.mark.parametrize("suite", ["aes", "sm"])
def test_the_documented_line_gives_the_commitment_of_the_receipt(
    challenge, firm, bidder, officer, settings, client, tmp_path, suite
):
    settings.SEAL_SUITE = suite
    receipt = sealed(challenge, firm, bidder)
    opened(challenge, officer)
    client.force_login(bidder)
    page = client.get(reverse("bids:committed", args=[receipt.receipt]))
    path = tmp_path / "bid.txt"
    path.write_bytes(b"".join(page.streaming_content) if page.streaming else page.content)
    name, _, digest = receipt.commitment.partition(":")
    [line] = [one for one in LINES if f" -{name} " in one]
    assert digest_by(line, path) == digest
    files = json.loads(path.read_text().partition("\n")[2])["files"]
    attachment = client.get(reverse("bids:file", args=[receipt.receipt, 0]))
    path.write_bytes(
        b"".join(attachment.streaming_content) if attachment.streaming else attachment.content
    )
    assert digest_by(line.replace(name, "sha256"), path) == files[0]["sha256"]


def test_others_download_nothing_and_of_a_lost_bid_there_is_nothing(
    challenge, firm, bidder, officer, client
):
    receipt = sealed(challenge, firm, bidder).receipt
    opened(challenge, officer)
    url = reverse("bids:committed", args=[receipt])
    client.force_login(UserFactory())
    assert client.get(url).status_code == 404
    Bid.objects.update(fault="broken")
    client.force_login(bidder)
    assert client.get(url).status_code == 404
