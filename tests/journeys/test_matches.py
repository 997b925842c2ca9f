"""A department finds a firm for its demand and invites it; both confirm contact."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from marketplace.matches.models import Invitation, Match
from marketplace.matches.recording import record_matches
from tests.journeys.accessibility import expect_accessible
from tests.listings.factories import Firm, Office
from tests.matches.factories import found

pytestmark = [pytest.mark.browser, pytest.mark.both]


def test_a_firm_is_found_invited_and_in_contact(
    office: Office, firm: Firm, start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    demand = office.published(title="夜间渣土车识别与溯源")
    capability = firm.published(title="渣土车路口识别终端")
    record_matches(demand, [found(demand, capability)], position=10_000)
    record_matches(capability, [found(demand, capability)], position=10_000)
    address = start()
    officer = visit(address, office.editor)
    officer.locator("nav.side a[href$='/matches/demands/']").click()
    expect(officer.locator("main")).to_contain_text("渣土车路口识别终端")
    expect_accessible(officer)
    officer.locator(".match-own form[action$='/invite/'] button").click()
    expect(officer.locator(".match-own")).to_contain_text("已邀请")
    bidder = visit(address, firm.writer)
    expect(bidder.locator("section:has(#fd)")).to_contain_text("邀请你申请对接")
    bidder.locator("nav.side a[href$='/matches/capabilities/']").click()
    bidder.locator(".match-own h3 a").click()
    expect(bidder.locator("main")).to_contain_text("邀请你申请对接")
    expect_accessible(bidder)
    bidder.locator("form[action$='/confirm/'] button").click()
    expect(bidder.locator("main")).to_contain_text("等对方确认")
    officer.reload()
    expect(officer.locator(".match-own")).to_contain_text("对方希望对接")
    officer.locator(".match-own form[action$='/confirm/'] button").click()
    expect(officer.locator(".match-own")).to_contain_text("双方已对接")
    assert Match.objects.get().state == "contacted"
    assert Invitation.objects.get().state == "sent"
    bidder.reload()
    bidder.locator("aside form[action$='/accept/'] button").click()
    expect(bidder.locator("select[name=capability]")).to_have_value(str(capability.pk))
