"""An officer writes a demand; it passes the approvals, the last in Wagtail, and goes live."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from marketplace.listings.models import Capability, Demand
from marketplace.taxonomy.models import District, Domain, Industry
from tests.journeys.accessibility import expect_accessible
from tests.listings.factories import Firm, Office

pytestmark = [pytest.mark.browser, pytest.mark.both]

Visit = Callable[..., Page]


def test_a_demand_goes_from_the_officers_desk_to_the_public_list(
    office: Office, start: Callable[[], str], visit: Visit
) -> None:
    address = start()
    page = visit(address, office.editor)
    expect_accessible(page)
    _write_demand(page)
    page.locator("button[name=next][value=check]").click()
    page.wait_for_url("**/check/")
    expect_accessible(page)
    page.goto(page.url.replace("/check/", "/preview/"))
    expect(page.locator("h1")).to_contain_text("桥梁裂缝巡检")
    page.goto(page.url.replace("/preview/", "/check/"))
    page.locator("form[action$='/submit/'] button").click()
    page.wait_for_url(re.compile(r"/workbench/demands/\d+/$"))
    expect_accessible(page)
    _approve_in_portal(visit(address, office.approver), times=2)
    _approve_in_wagtail(visit(address, office.reviewer), "demand", Demand.objects.get().pk)
    public = visit(address)
    public.goto("/demands/?q=桥梁裂缝")
    expect(public.locator(".result")).to_contain_text("桥梁裂缝巡检")


def test_a_draft_with_only_a_title_is_kept_and_the_check_says_what_is_missing(
    office: Office, start: Callable[[], str], visit: Visit
) -> None:
    page = visit(start(), office.editor)
    page.goto("/workbench/demands/new/")
    expect_accessible(page)
    page.locator("#id_title").fill("只有标题")
    page.locator("button[name=next][value=check]").click()
    expect(page.locator("#listing-form")).to_have_attribute("action", re.compile("/edit/$"))
    summary = page.locator("main [role=alert]").first
    expect(summary).to_be_visible()
    expect(page.locator("#id_title")).to_have_value("只有标题")
    expect(page.locator("#id_summary")).to_have_attribute("aria-invalid", "true")
    expect_accessible(page)
    assert Demand.objects.get().title == "只有标题"


def test_a_firm_publishes_a_capability(firm: Firm, start: Callable[[], str], visit: Visit) -> None:
    address = start()
    page = visit(address, firm.writer)
    page.goto("/workbench/capabilities/new/")
    expect_accessible(page)
    page.locator("#id_title").fill("桥梁裂缝视觉识别")
    page.locator("#id_summary").fill("无人机图像识别混凝土裂缝，宽度分辨 0.1 毫米。")
    page.locator("#id_description").fill("无人机沿规划航线拍摄，模型给出裂缝位置与宽度。")
    _tick(page, "domains", Domain.objects.get(slug="construction").pk)
    _tick(page, "industries", Industry.objects.get(slug="it-ai").pk)
    page.locator("select[name=maturity]").select_option("product")
    page.locator("button[name=next][value=check]").click()
    page.wait_for_url("**/check/")
    page.locator("form[action$='/submit/'] button").click()
    page.wait_for_url(re.compile(r"/workbench/capabilities/\d+/$"))
    _approve_in_portal(visit(address, firm.secrecy), times=1)
    _approve_in_wagtail(visit(address, firm.reviewer), "capability", Capability.objects.get().pk)
    public = visit(address)
    public.goto("/capabilities/?q=裂缝")
    expect(public.locator(".result")).to_contain_text("桥梁裂缝视觉识别")


def _write_demand(page: Page) -> None:
    page.goto("/workbench/demands/new/")
    closes = timezone.localdate() + timedelta(days=20)
    texts = {
        "title": "桥梁裂缝巡检",
        "summary": "用无人机代替桁架车巡检海沧湾跨海桥梁裂缝。",
        "background": "桁架车巡检一次封道两夜，裂缝漏检率约三成。",
        "content": "无人机自动航线、裂缝识别、病害台账三部分。",
        "contact_name": "林工",
        "contact_phone": "0592-2000000",
        "closes_at_day": closes.isoformat(),
        "indicators-0-name": "裂缝识别率",
        "indicators-0-value": "95",
        "indicators-0-unit": "%",
    }
    for name, text in texts.items():
        page.locator(f"[name='{name}']").fill(text)
    _tick(page, "domains", Domain.objects.get(slug="construction").pk)
    _tick(page, "industries", Industry.objects.get(slug="it-ai").pk)
    _tick(page, "districts", District.objects.get(slug="haicang").pk)
    page.locator("select[name=path]").select_option("pilot")


def _tick(page: Page, name: str, value: int) -> None:
    """Tick a box, also one that is folded away."""
    box = page.locator(f"input[name={name}][value='{value}']")
    fold = page.locator("details", has=box)
    if fold.count() and fold.first.get_attribute("open") is None:
        fold.first.locator("summary").click()
    box.check()


def _approve_in_portal(page: Page, *, times: int) -> None:
    for _step in range(times):
        page.goto("/workbench/")
        page.locator("a[href*='/workbench/steps/']").first.click()
        expect_accessible(page)
        if page.locator("[name=reviewed_on]").count():
            page.locator("[name=reviewed_on]").fill(timezone.localdate().isoformat())
        page.locator("button[name=decision][value=approve]").click()
        page.wait_for_url(lambda url: "/steps/" not in url)


def _approve_in_wagtail(page: Page, model: str, pk: int) -> None:
    page.goto(f"/admin/snippets/listings/{model}/edit/{pk}/")
    page.locator("[data-workflow-action-name=approve]").first.evaluate("button => button.click()")
    page.locator(".modal form [type=submit]").click()
    page.wait_for_url(lambda url: "/edit/" not in url)
