"""Applications come in as one line; the officer opens it, and says how to be told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Page, expect

from marketplace.notifications.models import Mute, Wish
from tests.claims.factories import claim_for
from tests.journeys.accessibility import expect_accessible
from tests.listings.factories import Office

pytestmark = [pytest.mark.browser, pytest.mark.both]


def test_a_line_opens_and_says_why_and_the_settings_are_kept(
    office: Office, start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    demand = office.published(title="夜间渣土车识别与溯源")
    person = office.editor
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    for _ in range(3):
        claim_for(demand)
    page = visit(start(), person, viewport={"width": 390, "height": 844})
    page.goto("/notifications/")
    line = page.locator(".feed > li").first
    expect(line).to_contain_text("另有 2 条同类消息", timeout=20_000)
    line.locator("summary", has_text="另有 2 条").click()
    expect(line.locator(".feed-members li")).to_have_count(2)
    line.locator("summary", has_text="为什么收到").click()
    expect(line).to_contain_text("您经办这条需求")
    expect_accessible(page)
    line.get_by_role("button", name="停收此类消息").click()
    expect(page.locator("main")).to_contain_text("收到对接申请")
    page.get_by_label("匹配与邀请，邮件").select_option("weekly")
    page.get_by_label("免打扰开始").fill("22:00")
    expect_accessible(page)
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("请同时填写开始和结束时间")
    expect(page.get_by_label("匹配与邀请，邮件")).to_have_value("weekly")
    expect_accessible(page)
    page.get_by_label("免打扰结束").fill("07:30")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("body")).to_contain_text("设置已保存")
    assert Wish.objects.get(user=person).pace == "weekly"
    assert Mute.objects.filter(user=person, kind="claim_submitted").exists()
