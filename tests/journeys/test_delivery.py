"""From evidence that is sent back to the record of acceptance, each side on its own screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from marketplace.deliveries.models import Verdict
from tests.deliveries.factories import ANSWER, Site
from tests.journeys.accessibility import expect_accessible, press

pytestmark = [pytest.mark.browser, pytest.mark.both]


def unfold(page: Page, form: str) -> None:
    """Open the details in which a form stands."""
    page.locator(f"details:has(form[action$='{form}']) > summary").first.press("Enter")


def test_a_delivery_is_sent_back_mended_and_accepted(
    start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    site = Site()
    site.answered(method="")
    address = start()
    firm, owner, approver = (
        visit(address, person) for person in (site.bidder, site.officer, site.approver)
    )
    here = reverse("deliveries:delivery", args=[site.delivery.number])
    for number in (0, 1):
        step = f"/checkpoint/{site.checkpoint(number).pk}"
        firm.goto(here)
        expect_accessible(firm)
        unfold(firm, f"{step}/submit/")
        form = f"form[action$='{step}/submit/']"
        firm.locator(f"{form} textarea[name=words]").fill("样机通过海试。")
        press(firm, f"{form} button")
        owner.goto(here)
        press(owner, f"form[action$='{step}/pass/'] button")
    firm.goto(here)
    firm.locator("#acceptance a.btn-primary").click()
    press(firm, "button[name=hand_in]")
    expect(firm.locator("[role=alert]")).to_be_visible()
    for field in firm.locator("input[name$='-method']").all():
        field.fill(ANSWER["method"])
    press(firm, "button[name=hand_in]")
    owner.goto(here)
    owner.locator("#acceptance a.btn-primary").click()
    for finding in owner.locator("select[name$='-is_met']").all():
        finding.select_option("yes")
    press(owner, "main form button.btn-primary")
    approver.goto(here)
    unfold(approver, "/accept/")
    press(approver, "form[action$='/accept/'] button")
    verdict = Verdict.objects.get()
    stranger = visit(address)
    stranger.goto(reverse("deliveries:record", args=[verdict.number]))
    expect(stranger.locator("article")).to_contain_text(verdict.digest)
    expect_accessible(stranger)
    firm.goto(here)
    unfold(firm, "/confirm/")
    firm.locator("form[action$='/confirm/'] textarea").fill("命中率由 60% 提高到 91%。")
    press(firm, "form[action$='/confirm/'] button")
    stranger.goto(reverse("deliveries:results"))
    expect(stranger.locator("article")).to_contain_text("91%")
    expect_accessible(stranger)
