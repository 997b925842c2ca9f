"""Open pages follow what happens: the count on a demand, the state on a receipt."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from marketplace.claims.confirming import confirm_claim
from marketplace.claims.drafting import start_draft
from marketplace.core import clock
from marketplace.core.workdays import SHANGHAI
from tests.awards.factories import Court
from tests.claims.factories import accept, announce_change, claim_for
from tests.journeys.accessibility import expect_accessible
from tests.listings.factories import Firm, Office

pytestmark = [pytest.mark.browser, pytest.mark.both]

_SAYS_DRAWN = "document.addEventListener('parts', () => { document.body.dataset.drawn = 'yes'; })"


def test_a_visitor_sees_the_count_grow_and_a_firm_the_answer_without_loading_the_page_again(
    office: Office, firm: Firm, start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    demand = office.published(title="夜间渣土车识别与溯源")
    claim = claim_for(demand, firm.organisation, firm.writer)
    address = start()
    visitor = visit(address)
    visitor.goto(f"/demands/{demand.lifecycle.number}/")
    count = visitor.locator("#live-claim-top")
    expect(count).to_contain_text("已有 1 家申请对接")
    receipt = visit(address, firm.writer)
    receipt.goto(f"/claims/{claim.receipt}/")
    receipt.locator('[data-copy="receipt-number"]').focus()
    claim_for(demand)
    expect(count).to_contain_text("已有 2 家申请对接", timeout=30_000)
    expect(visitor.locator("[data-live-summary]")).to_contain_text("已有 2 家申请对接")
    accept(claim, by=office.editor, reason="请周四上午来。")
    expect(receipt.locator("#receipt-state")).to_contain_text("双方进入对接", timeout=30_000)
    expect(receipt.locator("#receipt-reason")).to_contain_text("请周四上午来。")
    expect(receipt.locator('[data-copy="receipt-number"]')).to_be_focused()
    for page in (visitor, receipt):
        expect_accessible(page)


def test_open_pages_count_down_to_a_deadline_that_was_moved_meanwhile(
    office: Office, firm: Firm, start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    demand = office.published(title="夜间渣土车识别与溯源")
    later = clock.now().replace(microsecond=0) + timedelta(days=160)
    start_draft(demand, firm=firm.organisation, by=firm.writer)
    address = start()
    number = demand.lifecycle.number
    reader = visit(address, firm.writer, viewport={"width": 390, "height": 844})
    reader.goto(f"/demands/{number}/")
    form = visit(address, firm.writer)
    form.goto(f"/demands/{number}/claim/{firm.organisation.pk}/approach/")
    typed = form.locator("main textarea").first
    typed.fill("正在写的方案")
    typed.focus()
    expect(form.locator("#live-changed")).to_be_hidden()
    office.changed(demand, closes_at=later)
    moved = later.astimezone(SHANGHAI)
    for page, places in ((reader, ["#live-claim-top", "#live-dock"]), (form, ["#live-closes"])):
        for place in places:
            countdown = page.locator(f"{place} [data-deadline]")
            expect(countdown).to_have_attribute(
                "data-deadline", moved.isoformat(timespec="seconds"), timeout=30_000
            )
            expect(countdown).to_have_text(re.compile(r"^1\d\d天\d\d时\d\d分$"))
    day = moved.strftime("%Y-%m-%d")
    for place in ("#live-claim-top", "#live-dates"):
        expect(reader.locator(place)).to_contain_text(day)
    expect(reader.locator("#live-steps a.btn-claim")).to_have_attribute(
        "data-until", moved.isoformat()
    )
    expect(reader.locator("[data-live-summary]")).to_contain_text("变更公告")
    expect(form.locator("#live-changed")).to_contain_text("变更公告第 1 号")
    expect(form.locator("#live-changed")).to_contain_text(day)
    expect(typed).to_be_focused()
    expect(typed).to_have_value("正在写的方案")
    for page in (reader, form):
        expect_accessible(page)


def test_a_button_keeps_the_focus_and_the_key_on_it_while_its_part_is_drawn_anew(
    office: Office, firm: Firm, start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    demand = office.published(title="夜间渣土车识别与溯源")
    claim = claim_for(demand, firm.organisation, firm.writer)
    announce_change(demand)
    page = visit(start(), office.editor)
    page.goto(f"/claims/{claim.receipt}/")
    accept, ask = (page.locator(f"#receipt-verbs [value={verb}]") for verb in ("accept", "ask"))
    expect(accept).to_be_disabled()
    ask.focus()
    with page.expect_response(re.compile("/live/claim/")):
        confirm_claim(claim, by=firm.writer, addendum=1)
    expect(accept).to_be_enabled()
    expect(ask).to_be_focused()
    page.evaluate(_SAYS_DRAWN)
    page.keyboard.down("Space")
    announce_change(demand)
    expect(page.locator("body")).to_have_attribute("data-drawn", "yes", timeout=30_000)
    with page.expect_navigation():
        page.keyboard.up("Space")
    expect(page.locator("#id_reason_error")).to_be_visible()


def test_a_result_and_the_owners_board_follow_an_objection_without_loading_the_page_again(
    transactional_db: None, start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    court = Court(bids=2)
    notice = court.shown()
    address = start()
    visitor, board = visit(address), visit(address, court.officer)
    visitor.goto(f"/demands/{court.number}/notice/")
    board.goto("/workbench/challenges/")
    expect(board.locator("#board-rows")).not_to_contain_text("异议")
    court.objection(notice)
    expect(visitor.locator("#result-body")).to_contain_text("异议第 1 号", timeout=30_000)
    expect(board.locator("#board-rows")).to_contain_text("异议", timeout=30_000)
    expect(visitor.locator("[data-live-summary]")).to_contain_text("本页内容刚刚更新。")
    for page in (visitor, board):
        expect_accessible(page)
