"""A list is narrowed in place, also from a phone's panel, and found again by going back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.accessibility import expect_accessible
from tests.listings.factories import Office

pytestmark = [pytest.mark.browser]


@pytest.fixture
def published(office: Office) -> None:
    office.published(title="老城区积水预警", mode="scenario")
    office.published(title="折叠屏盖板供应", mode="supply")


def test_a_facet_narrows_the_list_in_place_and_back_widens_it(
    published: None, start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    page = visit(start(), viewport={"width": 1440, "height": 900})
    page.goto("/demands/")
    expect(page.locator(".result")).to_have_count(2)
    page.locator("#mode-supply").check()
    expect(page).to_have_url(re.compile(r"/demands/\?mode=supply$"))
    expect(page.locator(".result")).to_have_count(1)
    expect(page.locator("#mode-supply")).to_be_focused()
    expect(page.locator("#told")).to_have_text("1 项需求")
    expect_accessible(page)
    page.locator(".chip").click()
    expect(page).to_have_url(re.compile(r"/demands/$"))
    expect(page.locator(".result")).to_have_count(2)
    page.go_back()
    expect(page.locator(".result")).to_have_count(1)


def test_a_box_ticked_before_the_script_came_narrows_the_list_all_the_same(
    published: None, start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    page = visit(start(), viewport={"width": 1440, "height": 900})
    waiting: list[Route] = []
    page.route("**/facets*.js", lambda route: waiting.append(route))  # noqa: PLW0108 - a bound method of C has no attributes
    page.goto("/demands/")
    page.locator("#mode-supply").check()
    with page.expect_request_finished(lambda request: "facets" in request.url):
        for route in waiting:
            route.continue_()
    expect(page).to_have_url(re.compile(r"/demands/\?mode=supply$"))
    expect(page.locator(".result")).to_have_count(1)


def test_a_phone_narrows_the_list_in_a_panel(
    published: None, start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    page = visit(start(), viewport={"width": 390, "height": 844})
    page.goto("/demands/")
    page.locator('[data-bs-target="#facets"][data-bs-toggle]').click()
    page.locator("#mode-supply").check()
    expect_accessible(page)
    page.locator("#facets .offcanvas-header .btn-primary").click()
    expect(page).to_have_url(re.compile("mode=supply"))
    expect(page.locator(".result")).to_have_count(1)
    expect_accessible(page)


def test_a_theme_is_kept_for_the_next_page(
    start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    page = visit(start(), viewport={"width": 1440, "height": 900})
    page.goto("/about/")
    page.locator(".utility [data-preference=theme]").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect_accessible(page)
    page.goto("/help/")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
