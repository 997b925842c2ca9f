"""Both sides of an application with the keyboard alone: no mouse, and no focus set by a script."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from marketplace.accounts.models import User
from marketplace.claims.models import Claim
from marketplace.organisations.models import Role
from tests.factories import PASSWORD, OrganisationFactory
from tests.journeys.accessibility import expect_accessible
from tests.journeys.keyboard import go_by, tab_to, type_into
from tests.listings.factories import Firm, Office

pytestmark = [pytest.mark.browser, pytest.mark.both]


def test_a_firm_applies_and_the_officer_finds_it_and_accepts(
    office: Office, firm: Firm, start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    demand = office.published(title="夜间渣土车识别与溯源")
    second = OrganisationFactory()
    second.memberships.create(user=firm.writer, role=Role.BIDDER)
    address = start()
    applicant, officer = visit(address), visit(address)
    _apply(applicant, firm.writer, number=str(demand.lifecycle.number))
    claim = Claim.objects.get()
    assert claim.firm in {second, firm.organisation}
    _accept(officer, office.editor, pitch=claim.pitch)
    accepted = Claim.objects.get()
    assert (accepted.state, accepted.reason) == (Claim.State.ACCEPTED, "请周四上午来谈。")
    expect(applicant.locator("[data-announce]")).to_contain_text("夜间渣土车", timeout=15_000)


def _apply(page: Page, person: User, *, number: str) -> None:
    page.goto(f"/demands/{number}/")
    go_by(page, "main a[href*='/accounts/login/']")
    _sign_in(page, person)
    if not page.url.endswith("/claim/"):
        go_by(page, "main a[href$='/claim/']")
    tab_to(page, "[name=firm]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[name=firm]").first).to_be_checked()
    type_into(page, "pitch", "我们有三个区的车载终端在运行。")
    expect_accessible(page)
    go_by(page, "main form .btn-claim")
    expect(page.locator("#id_contact_phone_error")).to_be_visible()
    type_into(page, "contact_phone", "0592-5550000")
    go_by(page, "main form .btn-claim", key="Space")
    expect(page).to_have_url(re.compile("/claims/"))


def _accept(page: Page, person: User, *, pitch: str) -> None:
    page.goto("/accounts/login/")
    _sign_in(page, person)
    go_by(page, ".todo a[href*='/claims/']")
    expect(page.locator("main")).to_contain_text(pitch)
    expect_accessible(page)
    type_into(page, "despite", "已当面核对原件，名录待补。")
    type_into(page, "reason", "请周四上午来谈。")
    go_by(page, "button[value=accept]", key="Space")


def _sign_in(page: Page, person: User) -> None:
    type_into(page, "login", person.email)
    type_into(page, "password", PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
