"""A sealed draft saves itself in a browser, also through the end of a session."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Page, expect

from marketplace.bids.doors import door_of
from marketplace.bids.drafting import read_written
from marketplace.challenges.models import Challenge
from marketplace.organisations.models import Organisation
from tests.bids.factories import draft_of, open_challenge, texts_for
from tests.claims.factories import person_of
from tests.factories import PASSWORD, OrganisationFactory
from tests.journeys.accessibility import expect_accessible

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Start = Callable[[], str]
Visit = Callable[..., Page]


def approach_of(challenge: Challenge, firm: Organisation) -> str:
    return read_written(draft_of(challenge, firm)).texts["approach"]


def expect_saved(page: Page) -> None:
    expect(page.locator("[data-save-state]")).to_have_class(
        re.compile(r"^save\s*$"), timeout=15_000
    )
    expect(page.locator("[data-save-state]")).to_contain_text(re.compile("已加密保存 "))


def test_a_sealed_draft_saves_itself_through_the_end_of_a_session(
    transactional_db: None, start: Start, visit: Visit
) -> None:
    challenge, firm = open_challenge(), OrganisationFactory()
    person = person_of(firm)
    number, door = challenge.demand.lifecycle.number, door_of(challenge, firm)
    page = visit(start(), person)
    page.goto(reverse("bids:draft", args=[number, door]))
    expect_accessible(page)
    page.locator("[name=approach]").fill("多源融合感知。")
    expect_saved(page)
    assert approach_of(challenge, firm) == "多源融合感知。"
    Session.objects.all().delete()
    page.locator("[name=approach]").fill("多源融合感知与避碰。")
    expect(page.locator("[data-sign-in]")).to_be_visible(timeout=15_000)
    expect_accessible(page)
    kept = page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    assert "多源融合" not in kept
    with page.context.expect_page() as opened:
        page.locator("[data-sign-in] a").click()
    other = opened.value
    other.locator("input[name=login]").fill(person.email)
    other.locator("input[name=password]").fill(PASSWORD)
    other.locator("input[name=password]").press("Enter")
    other.wait_for_url(f"**/{door}/")
    other.close()
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect_saved(page)
    assert approach_of(challenge, firm) == "多源融合感知与避碰。"
    for name, text in texts_for(challenge, team=f"{firm.name}，电话 0592-2123456").items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("button[value=next]").click()
    page.wait_for_url("**/review/")
    expect(page.locator("#traces")).to_contain_text(firm.name)
    expect_accessible(page)
