"""A search box suggests while somebody types, by keyboard and by mouse, and works without."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import expect_accessible
from tests.listings.factories import Office

pytestmark = [pytest.mark.browser]


@pytest.fixture
def published(office: Office) -> None:
    office.published(title="老城区积水预警", mode="scenario")
    office.published(title="积水深度传感器供应", mode="supply")


def test_suggestions_are_walked_by_arrows_and_taken_by_enter(
    published: None, start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    page = visit(start(), viewport={"width": 1440, "height": 900})
    page.goto("/demands/")
    box = page.locator("#list input[name=q]")
    box.press_sequentially("jishui")
    options = page.locator("[role=option]")
    expect(options).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("body > p[role=status]")).to_have_text("2 条搜索建议，可用方向键选择")
    expect_accessible(page)
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute(
        "aria-activedescendant", options.first.get_attribute("id") or "none"
    )
    box.press("ArrowUp")
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    expect_accessible(page)
    box.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("jishui")
    box.press("ArrowDown")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/demands/XQ-"))


def test_enter_without_a_choice_searches_for_what_was_typed(
    published: None, start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    page = visit(start(), viewport={"width": 1440, "height": 900})
    page.goto("/about/")
    box = page.locator(".utility input[name=q]")
    box.press_sequentially("积水")
    expect(page.locator("[role=option]").first).to_be_visible()
    expect_accessible(page)
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q="))
    expect(page.locator(".result")).to_have_count(2)
    expect_accessible(page)


def test_a_phone_takes_a_suggestion_by_touch(
    published: None, start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    page = visit(start(), viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto("/")
    page.locator(".head-acts a[href='/search/']").click()
    page.locator("main input[name=q]").press_sequentially("深度")
    option = page.locator("[role=option]")
    expect(option).to_have_count(1)
    expect_accessible(page)
    option.tap()
    expect(page).to_have_url(re.compile(r"/demands/XQ-"))


def test_without_scripts_the_box_is_a_form(
    published: None, start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    page = visit(start(), viewport={"width": 1440, "height": 900}, java_script_enabled=False)
    page.goto("/search/")
    page.locator("main input[name=q]").fill("积水")
    page.locator("main input[name=q]").press("Enter")
    expect(page.locator(".result")).to_have_count(2)
