"""The public reads both lists and sees what fits, also on a phone and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import expect_accessible
from tests.listings.factories import Firm, Office

pytestmark = [pytest.mark.browser, pytest.mark.both]

WECHAT = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 "
    "MicroMessenger/8.0.50(0x1800323b) NetType/WIFI Language/zh_CN"
)


def test_the_public_finds_a_demand_and_the_capability_that_fits(
    office: Office, firm: Firm, start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    demand = office.published(title="老城区易涝点积水预警与泵站联动")
    office.published(title="公交线网客流预测与调度")
    capability = firm.published(
        title="城市内涝积水预警模型", description="对易涝点滚动给出积水深度预警，可与泵站联动。"
    )
    page = visit(start(), viewport={"width": 1440, "height": 900})
    page.goto("/")
    expect_accessible(page)
    page.goto("/demands/")
    expect_accessible(page)
    page.locator("input[name=q]").first.fill("积水预警")
    page.locator("input[name=q]").first.press("Enter")
    expect(page).to_have_url(re.compile("q="))
    results = page.locator(".result")
    expect(results.first).to_contain_text("老城区易涝点")
    expect(results.first.locator("mark").first).to_be_visible()
    page.locator(".result h2 a").first.click()
    expect(page).to_have_url(re.compile(f"/demands/{demand.lifecycle.number}/"))
    expect_accessible(page)
    expect(page.locator("main")).to_contain_text(capability.title)
    page.goto(f"/demands/{demand.lifecycle.number}/matches/{capability.lifecycle.number}/")
    expect(page.locator(".tm").first).to_be_visible()
    expect_accessible(page)
    page.goto(f"/capabilities/{capability.lifecycle.number}/")
    expect(page.locator("main")).to_contain_text("老城区易涝点积水预警与泵站联动")
    expect_accessible(page)
    page.goto("/capabilities/")
    expect(page.locator(".result").first).to_contain_text(capability.title)
    expect_accessible(page)


def test_the_lists_work_in_a_phone_without_scripts(
    office: Office, start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    office.published(title="路内停车泊位识别")
    office.published(title="公交线网客流预测")
    page = visit(
        start(),
        viewport={"width": 390, "height": 844},
        user_agent=WECHAT,
        java_script_enabled=False,
    )
    page.goto("/demands/?q=停车")
    expect(page.locator(".result")).to_have_count(1)
    expect(page.locator(".result")).to_contain_text("路内停车泊位识别")
    page.locator(".result h2 a").first.click()
    expect(page.locator("h1")).to_contain_text("路内停车泊位识别")
    page.goto("/demands/?q=没有这样的词")
    expect(page.locator(".empty")).to_be_visible()
