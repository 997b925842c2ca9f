"""A firm subscribes to a search, is told of a new demand while a page is open, and pauses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from marketplace.subscriptions.models import Alert, Subscription
from tests.journeys.accessibility import expect_accessible
from tests.listings.factories import Firm, Office

pytestmark = [pytest.mark.browser, pytest.mark.both]


def test_a_new_demand_is_told_at_once_and_the_message_pauses(
    office: Office, firm: Firm, start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    office.published(title="夜间渣土车识别与溯源")
    page = visit(start(), firm.writer, viewport={"width": 390, "height": 844})
    page.goto("/demands/?q=渣土车")
    page.get_by_role("link", name="订阅此搜索").click()
    expect(page.locator("main")).to_contain_text("现有 1 条")
    expect_accessible(page)
    page.get_by_label("每天一次").check()
    page.get_by_label("即时").check()
    page.locator("main form button").click()
    expect(page.locator("main")).to_contain_text("政府需求清单 · 渣土车")
    page.locator("summary", has_text="修改").click()
    expect_accessible(page)
    office.published(title="渣土车密闭运输监管")
    expect(page.locator("[data-toasts] .toast-c").first).to_contain_text(
        "渣土车密闭运输监管", timeout=20_000
    )
    page.goto("/notifications/")
    page.locator(".feed li", has_text="渣土车密闭运输监管").get_by_role("link", name="查看").click()
    expect(page.locator("main")).to_contain_text("写到“渣土车”")
    expect_accessible(page)
    page.locator("form[action$='/pause/'] button").click()
    expect(page.locator("main")).to_contain_text("已暂停")
    assert Subscription.objects.get().state == "paused"
    assert Alert.objects.filter(demand__title="渣土车密闭运输监管").count() == 1
