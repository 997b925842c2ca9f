"""Open pages follow what happens: the count on a demand, the state on a receipt."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from marketplace.claims.actions import accept_claim
from tests.claims.factories import claim_for
from tests.journeys.accessibility import expect_accessible
from tests.listings.factories import Firm, Office

pytestmark = [pytest.mark.browser, pytest.mark.both]


def test_a_visitor_sees_the_count_grow_and_a_firm_the_answer_without_loading_the_page_again(
    office: Office, firm: Firm, start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    demand = office.published(title="夜间渣土车识别与溯源")
    claim = claim_for(demand, firm.organisation, firm.writer)
    address = start()
    visitor = visit(address)
    visitor.goto(f"/demands/{demand.lifecycle.number}/")
    count = visitor.locator("#live-claim-top")
    expect(count).to_contain_text("已有 1 家申请对接")
    receipt = visit(address, firm.writer)
    receipt.goto(f"/claims/{claim.receipt}/")
    receipt.locator('[data-copy="receipt-number"]').focus()
    claim_for(demand)
    expect(count).to_contain_text("已有 2 家申请对接", timeout=30_000)
    expect(visitor.locator("[data-live-summary]")).to_contain_text("已有 2 家申请对接")
    accept_claim(claim, by=office.editor, reason="请周四上午来。")
    expect(receipt.locator("#receipt-state")).to_contain_text("双方进入对接", timeout=30_000)
    expect(receipt.locator("#receipt-reason")).to_contain_text("请周四上午来。")
    expect(receipt.locator('[data-copy="receipt-number"]')).to_be_focused()
    for page in (visitor, receipt):
        expect_accessible(page)
