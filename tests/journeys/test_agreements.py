"""A task agreement from the draft to the signed copies, as both sides see it in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from marketplace.agreements.models import Agreement
from tests.agreements.factories import SigningTable
from tests.claims.factories import pdf
from tests.journeys.accessibility import expect_accessible, press

pytestmark = [pytest.mark.browser, pytest.mark.both]

MARK = "示例：样机下线"


def test_an_officer_changes_and_offers_it_and_both_sides_sign(start, visit, tmp_path: Path):
    table = SigningTable(is_staged=True)
    agreement = table.drafted()
    scan = tmp_path / "签署件.pdf"
    scan.write_bytes(pdf().read())
    address = start()
    path = f"/agreements/{agreement.number}/"

    officer = visit(address, table.officer)
    officer.goto(f"{path}write/")
    expect_accessible(officer)
    officer.locator("[name=promise-1-value]").fill("10%")
    press(officer, "form.stack > .row-f button")
    expect(officer.locator("[name=promise-1-value]")).to_have_value("10%")
    officer.locator("[name=promise-1-value]").fill("95%")
    officer.locator("[name=milestone-1-title]").fill(MARK)
    press(officer, "form.stack > .row-f button")
    expect(officer.locator(".doc")).to_contain_text(MARK)
    officer.goto(f"{path}versions/2/changes/")
    expect_accessible(officer)
    officer.goto(f"{path}versions/2/")
    expect_accessible(officer)
    officer.goto(path)
    press(officer, "#offer button")

    bidder = visit(address, table.bidder)
    bidder.goto("/workbench/agreements/")
    expect_accessible(bidder)
    bidder.goto(path)
    expect_accessible(bidder)
    press(bidder, "#agree button")
    for page in (bidder, officer):
        page.goto(path)
        page.locator("#send_upload").set_input_files(scan)
        press(page, "#copies form[enctype] button")
    for page in (officer, bidder):
        page.goto(path)
        press(page, "#copies .btn-primary")
    expect(bidder.locator(".claim-state.ok").first).to_be_visible()
    assert Agreement.objects.get().state == "signed"
