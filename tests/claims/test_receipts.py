from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.claims.drafting import Edit, add_file, save_draft
from marketplace.claims.models import StampedReceipt
from marketplace.claims.versions import version_of
from marketplace.files.access import url_of
from tests.claims.factories import accept, claim_for, draft_for, pdf, sent, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim(demand, firm, bidder):
    draft = draft_for(demand, firm, bidder)
    add_file(draft, pdf("技术方案.pdf"), by=bidder)
    return sent(draft, bidder)


@pytest.fixture
def visitor(client, bidder):
    client.force_login(bidder)
    return client


def text_of(response):
    return response.content.decode()


def test_the_receipt_shows_digest_and_a_code_to_the_page_that_confirms_it(visitor, claim):
    page = visitor.get(reverse("claims:receipt", args=[claim.receipt]))
    assert version_of(claim).digest in text_of(page)
    assert '<svg viewBox="0 0' in text_of(page)
    assert " style=" not in text_of(page).split("<main")[1]
    answer = Client().get(page.context["address"])
    assert answer.context["version"] == version_of(claim)


def test_a_digest_is_checked_as_it_is_typed_from_paper(client, claim):
    digest = version_of(claim).digest.upper()
    grouped = " ".join(digest[at : at + 4] for at in range(0, 64, 4))
    given = {"receipt": f" {claim.receipt.lower()} ", "digest": grouped}
    assert client.get(reverse("claims:check"), given).context["version"] is not None


def test_every_version_prints_with_its_own_digest(visitor, claim, bidder):
    draft = claim.firm.claim_drafts.get()
    save_draft(draft, by=bidder, edits={"team": Edit("三人")})
    sent(draft, bidder)
    pages = [
        text_of(visitor.get(reverse("claims:version", args=[claim.receipt, number])))
        for number in (1, 2)
    ]
    for number, page in enumerate(pages, start=1):
        assert version_of(claim, number).digest in page
        assert "技术方案.pdf" in page
    assert ["三人" in page for page in pages] == [False, True]


def test_the_stamped_scan_is_attached_on_the_receipts_page(visitor, claim, officer):
    url = reverse("claims:attach", args=[claim.receipt])
    page = visitor.post(url, {"scan": pdf("盖章.pdf")}, follow=True)
    assert "盖章.pdf" in text_of(page)
    scan = StampedReceipt.objects.get()
    assert visitor.get(url_of(scan)).status_code == 200
    assert "请选择" in text_of(visitor.post(url, follow=True))
    page = visitor.post(url, {"scan": upload("x.exe", b"MZ")}, follow=True)
    assert StampedReceipt.objects.count() == 1
    accept(claim, by=officer)
    visitor.post(url, {"scan": pdf()})
    assert StampedReceipt.objects.count() == 1


def test_the_officer_reads_all_that_was_sent(client, demand, officer, claim):
    client.force_login(officer)
    page = client.get(reverse("claims:receipt", args=[claim.receipt]))
    assert "技术方案.pdf" in text_of(page)
    assert reverse("claims:attach", args=[claim.receipt]) not in text_of(page)
    assert reverse("claims:start", args=[demand.lifecycle.number, claim.firm_id]) not in text_of(
        page
    )


def test_others_attach_nothing(client, claim):
    stranger = claim_for(claim.demand).submitted_by
    client.force_login(stranger)
    url = reverse("claims:attach", args=[claim.receipt])
    assert client.post(url, {"scan": pdf()}).status_code == 404
    assert not StampedReceipt.objects.exists()
