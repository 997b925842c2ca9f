"""A firm follows a demand's owner, is told of what is new, shares it, and reads the feeds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from marketplace.subscriptions.models import CalendarLink, Follow
from tests.journeys.accessibility import expect_accessible
from tests.listings.factories import Firm, Office

pytestmark = [pytest.mark.browser, pytest.mark.both]
PHONE = {"width": 390, "height": 844}


def test_what_is_followed_is_told_while_a_page_is_open(
    office: Office, firm: Firm, start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    demand = office.published(title="夜间渣土车识别与溯源")
    page = visit(start(), firm.writer, viewport=PHONE)
    page.goto(f"/organisations/{demand.lifecycle.owner_id}/")
    page.locator("form[action$='/follow/'] button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("已关注")
    expect_accessible(page)
    office.published(title="渣土车密闭运输监管")
    expect(page.locator("[data-toasts] .toast-c").first).to_contain_text(
        "渣土车密闭运输监管", timeout=20_000
    )
    page.goto(f"/demands/{demand.lifecycle.number}/")
    page.locator("form[action$='/follow/'] button").click()
    expect(page.locator("form[action$='/unfollow/'] button")).to_contain_text("已关注")
    expect_accessible(page)
    page.goto("/workbench/follows/")
    expect(page.locator(".subs > li")).to_have_count(2)
    page.locator("form[action$='/renew/'] button").click()
    expect(page.locator("#calendar-address")).to_contain_text(".ics")
    expect_accessible(page)
    page.locator(".subs form[action$='/unfollow/'] button").first.click()
    expect(page.locator(".subs > li")).to_have_count(1)
    assert Follow.objects.get().organisation == demand.lifecycle.owner
    assert CalendarLink.objects.get().user == firm.writer


def test_feeds_and_share_cards_work_without_an_account_and_without_scripts(
    office: Office, start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    number = office.published(title="路内停车泊位识别").lifecycle.number
    page = visit(start(), viewport=PHONE, java_script_enabled=False)
    page.goto(f"/{number}")
    expect(page.locator("h1")).to_contain_text("路内停车泊位识别")
    page.locator(f"a[href='/demands/{number}/share/']").click()
    expect(page.locator(".share-code svg")).to_be_visible()
    expect(page.locator("#short-address")).to_contain_text(f"/{number}")
    page.locator("footer a[href='/feeds/']").click()
    expect(page.locator("a[href='/demands/feed.xml']")).to_be_visible()
    feed = page.request.get("/demands/feed.xml")
    assert "路内停车泊位识别" in feed.text()


def test_feeds_and_share_cards_are_accessible(
    office: Office, start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    number = office.published(title="路内停车泊位识别").lifecycle.number
    page = visit(start(), viewport=PHONE)
    for address in ("/feeds/", f"/demands/{number}/share/", "/demands/?domain=parking"):
        page.goto(address)
        expect_accessible(page)
