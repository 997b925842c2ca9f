"""A mobile number is proved by the code that came to it, by keyboard and on a narrow screen."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from marketplace.notifications.models import Address
from tests.factories import UserFactory
from tests.journeys.accessibility import expect_accessible

pytestmark = [pytest.mark.browser, pytest.mark.both]


def test_a_number_is_proved_and_text_messages_are_chosen(
    start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    cache.clear()  # holds what the twin of the platform took in other tests
    person, staff = UserFactory(), UserFactory(staff=True)
    address = start()
    page = visit(address, person, viewport={"width": 390, "height": 844})
    page.goto("/notifications/preferences/")
    expect_accessible(page)
    page.get_by_role("link", name="填写手机号").click()
    page.get_by_label("手机号码").fill("138 0000")
    page.get_by_label("手机号码").press("Enter")
    expect(page.locator("main")).to_contain_text("请填写 11 位手机号码")
    expect(page.get_by_label("手机号码")).to_have_value("138 0000")
    expect_accessible(page)
    page.get_by_label("手机号码").fill("138 0000 0001")
    page.get_by_label("手机号码").press("Enter")
    expect(page.locator("main")).to_contain_text("138****0001")
    expect_accessible(page)
    page.get_by_label("验证码", exact=True).fill(_code(visit(address, staff)))
    page.get_by_label("验证码", exact=True).press("Enter")
    expect(page.locator("main")).to_contain_text("号码已验证")
    page.get_by_label("对接申请，短信", exact=True).select_option("daily")
    expect_accessible(page)
    page.get_by_role("button", name="移除").click()
    expect(page.locator("main")).to_contain_text("尚未设置")
    assert not Address.objects.exists()
    page.goto("/notifications/preferences/wechat/")
    page.get_by_role("button", name="领取绑定码").click()
    expect(page.locator("#binding-code")).to_have_text(re.compile(r"^[2-9A-Z]{8}$"))
    expect_accessible(page)


def _code(staff: Page) -> str:
    """Read as staff what the twin of the platform took."""
    kept = staff.locator("table.listing td.title").first
    for _ in range(30):
        staff.goto("/admin/reports/twins/")
        if kept.count():
            break
        staff.wait_for_timeout(500)
    return re.findall(r"\d{6}", kept.inner_text())[0]
