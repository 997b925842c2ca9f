"""From the acceptance to the certificate, each side on a screen of its own, by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from marketplace.cooperations.models import Cooperation
from tests.claims.factories import accept, claim_for
from tests.journeys.accessibility import expect_accessible, press
from tests.listings.factories import Firm, Office

pytestmark = [pytest.mark.browser, pytest.mark.both]


def test_both_sides_go_from_contact_to_the_certificate(
    office: Office, firm: Firm, start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    demand = office.published(title="夜间渣土车识别与溯源")
    claim = accept(
        claim_for(demand, firm.organisation, firm.writer), by=office.editor, reason="请来谈"
    )
    assert claim.cooperation is not None
    address = start()
    owner, provider = visit(address, office.editor), visit(address, firm.writer)
    here = f"/cooperations/{claim.cooperation.number}/"
    for page in (owner, provider):
        page.goto("/workbench/")
        page.locator(f".todo a[href='{here}']").first.click()
        expect(page.locator("#contact")).to_be_visible()
        expect_accessible(page)
        press(page, "#contact button")
    press(provider, "#talk button")
    expect(owner.locator("#agree")).to_be_visible(timeout=30_000)
    expect_accessible(owner)
    press(owner, "#agree button")
    expect(owner.locator("#agree_agreed_on_error")).to_be_visible()
    owner.locator("#agree_agreed_on").fill("2026-03-02")
    owner.locator("#agree_amount").fill("36.5")
    press(owner, "#agree button")
    provider.goto(here)
    press(provider, "#state button")
    owner.goto(here)
    for step in ("deliver", "accept", "certify"):
        press(owner, f"#{step} button")
    stored = Cooperation.objects.get()
    assert stored.state == "accepted"
    assert stored.amount == 365_000
    stranger = visit(address)
    stranger.goto(f"/certificates/{stored.certificate}/")
    expect(stranger.locator("article")).to_contain_text(re.compile("应用证明"))
    expect_accessible(stranger)
