"""What was sent and its receipt stand, whatever code speaks to the database."""

from __future__ import annotations

import pytest

from marketplace.claims.actions import withdraw_claim
from marketplace.claims.drafting import add_file
from marketplace.claims.models import Claim, ClaimVersion, StampedReceipt, VersionFile
from marketplace.claims.submitting import attach_receipt
from tests.claims.factories import claim_for, draft_for, open_demand, pdf, person_of, sent
from tests.factories import OrganisationFactory
from tests.kept import stands

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def claim():
    firm = OrganisationFactory()
    bidder = person_of(firm)
    draft = draft_for(open_demand(), firm, bidder)
    add_file(draft, pdf(), by=bidder)
    claim = sent(draft, bidder)
    attach_receipt(claim, pdf("盖章.pdf"), by=bidder)
    return claim


def test_versions_their_files_and_stamped_receipts_are_insert_only(claim):
    other = claim_for(open_demand())
    version = ClaimVersion.objects.get(claim=claim)
    stands(version, content="{}", digest="0", number=2, claim=other)
    stands(VersionFile.objects.get(), version=ClaimVersion.objects.get(claim=other))
    stands(StampedReceipt.objects.get(), attached_at=claim.submitted_at)


def test_a_receipt_keeps_its_number_its_demand_and_its_firm(claim):
    stands(claim, receipt="X", demand=open_demand(), firm=OrganisationFactory())
    withdraw_claim(claim, by=claim.submitted_by)
    assert Claim.objects.get().state == "withdrawn"
