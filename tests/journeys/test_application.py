"""A firm applies; every officer with a page open hears at once; the firm hears the answer."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from marketplace.claims.models import Claim
from marketplace.organisations.models import Role
from tests.journeys.accessibility import expect_accessible
from tests.listings.factories import Firm, Office, member

pytestmark = [pytest.mark.browser, pytest.mark.both]


def test_the_officers_hear_of_an_application_and_the_firm_of_the_answer(
    office: Office, firm: Firm, start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    colleague = member(office.organisation, Role.EDITOR)
    absent = member(office.organisation, Role.EDITOR)
    demand = office.published(title="夜间渣土车识别与溯源")
    address = start()
    officers = [visit(address, office.editor), visit(address, colleague)]
    officers[1].goto("/demands/")
    applicant = visit(address, firm.writer)
    applicant.goto(f"/demands/{demand.lifecycle.number}/")
    applicant.locator("a[href$='/claim/']").first.click()
    expect_accessible(applicant)
    applicant.locator("[name=pitch]").fill("我们有三个区的车载终端与路口识别在运行。")
    applicant.locator("[name=contact_phone]").fill("0592-5550000")
    applicant.locator("main form .btn-claim").click()
    applicant.wait_for_url(re.compile("/claims/"))
    expect_accessible(applicant)
    for page in officers:
        expect(page.locator("[data-toasts] .toast-c").first).to_contain_text("夜间渣土车")
        expect(page.locator("[data-unread]").first).to_be_visible()
    late = visit(address, absent)
    late.goto("/notifications/")
    expect(late.locator("main")).to_contain_text("夜间渣土车识别与溯源")
    expect_accessible(late)
    _accept(officers[0])
    expect(applicant.locator("[data-toasts] .toast-c").first).to_contain_text("夜间渣土车")
    assert Claim.objects.get().state == Claim.State.ACCEPTED


def _accept(page: Page) -> None:
    claim = Claim.objects.get()
    page.goto(f"/demands/{claim.demand.lifecycle.number}/claims/")
    expect_accessible(page)
    page.goto(f"/claims/{claim.receipt}/")
    expect_accessible(page)
    page.locator("[name=despite]").fill("已当面核对原件，名录待补。")
    page.locator("[name=reason]").first.fill("请周四上午带演示视频来。")
    page.locator("button[value=accept]").first.click()
    page.wait_for_load_state()
