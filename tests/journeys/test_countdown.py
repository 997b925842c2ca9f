"""A demand's countdown keeps the server's time, whatever the visitor's machine says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from marketplace.core import clock
from tests.claims.factories import with_lifecycle
from tests.listings.factories import Firm, Office

pytestmark = [pytest.mark.browser]

_WRONG = """
const real = Date.now.bind(Date);
window.ahead = 5 * 864e5;
Date.now = () => real() + window.ahead;
"""
_SHOWN_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"


def test_the_countdown_keeps_the_servers_time_to_the_end(
    office: Office, firm: Firm, start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    demand = office.published()
    closes = clock.now() + timedelta(days=2, hours=3, seconds=50)
    demand = with_lifecycle(demand, closes_at=closes)
    address = start()
    page = visit(address, firm.writer)
    page.add_init_script(_WRONG)
    page.goto(f"/demands/{demand.lifecycle.number}/")
    countdown = page.locator(".claim [data-deadline]")
    expect(countdown).to_contain_text("2天03时00分")
    page.evaluate("window.ahead = 0")
    page.evaluate(_SHOWN_AGAIN)
    expect(countdown).to_contain_text("2天03时00分")
    clock.shift(timedelta(hours=2))  # the machine slept: no timer of the page ran meanwhile
    page.evaluate(_SHOWN_AGAIN)
    expect(countdown).to_contain_text("2天01时00分")
    apply = page.locator(".claim a.btn-claim")
    expect(apply).to_have_attribute("href", f"/demands/{demand.lifecycle.number}/claim/")
    clock.shift(timedelta(days=2, hours=3, minutes=1))
    page.evaluate(_SHOWN_AGAIN)
    expect(countdown).to_contain_text("已截止")
    expect(page.locator("main [role=status].tag").first).to_have_text("已截止")
    expect(apply).to_have_attribute("aria-disabled", "true")
    page.reload()
    expect(page.locator(".claim")).to_have_attribute("data-state", "closed")
