"""A draft survives what browsers and networks do; two colleagues write it at the same time."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from marketplace.accounts.models import User
from marketplace.claims.models import Claim, DraftAnswer
from marketplace.listings.models import Demand
from marketplace.organisations.models import Role
from tests.factories import PASSWORD
from tests.journeys.accessibility import expect_accessible
from tests.journeys.keyboard import press_on, type_into
from tests.listings.factories import Firm, Office, member

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.both]

MOST_UNSAVED = 4.0
"""Seconds after which what is typed is sent, also where the typing never pauses."""

PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def demand(office: Office) -> Demand:
    return office.published(title="夜间渣土车识别与溯源")


@pytest.fixture
def write(
    demand: Demand, firm: Firm, start: Callable[[], str], visit: Callable[..., Page]
) -> Callable[..., Page]:
    """Give a function that opens a page of the firm's draft for a person of it."""
    address: list[str] = []

    def open_page(person: User | None = None, step: str = "approach", **options: object) -> Page:
        if not address:
            address.append(start())
        page = visit(address[0], person or firm.writer, **options)
        draft = f"/demands/{demand.lifecycle.number}/claim/{firm.organisation.pk}/"
        page.goto(draft)
        if page.url.endswith(draft):
            page.locator("main form button.btn-primary").click()
            page.wait_for_url(re.compile("/approach/$"))
        page.goto(f"{draft}{step}/")
        return page

    return open_page


def test_a_draft_saves_itself_and_goes_the_whole_way(write: Callable[..., Page]) -> None:
    page = write(**PHONE)
    expect_accessible(page)
    page.locator("[name=pitch]").fill("我们有三个区的车载终端在运行。")
    expect_saved(page)
    assert stored("pitch") == "我们有三个区的车载终端在运行。"
    for _step in ("answers", "delivery", "material"):
        page.locator("button[value=next]").click()
        expect_accessible(page)
    page.locator("[name=contact_phone]").fill("0592-5550000")
    page.locator("button[value=next]").click()
    page.wait_for_url(re.compile("/review/$"))
    expect_accessible(page)
    page.locator("main .btn-claim").click()
    page.wait_for_url(re.compile("/claims/"))
    expect_accessible(page)
    claim = Claim.objects.get()
    page.locator(f"a[href$='/versions/{claim.version}/']").click()
    expect_accessible(page)
    page.goto(f"/claims/{claim.receipt}/")
    page.locator("a[href*='/receipts/?']").click()
    expect(page.locator("main")).to_contain_text("回执编号与数字摘要相符")
    expect(page.locator("main")).not_to_contain_text(str(claim.firm))
    expect_accessible(page)


def test_who_never_pauses_is_saved_while_typing(write: Callable[..., Page]) -> None:
    page = write()
    sent: list[float] = []
    page.on("request", lambda one: sent.append(time.monotonic()) if one.method == "POST" else None)
    begun = time.monotonic()
    page.locator("[name=pitch]").press_sequentially("不停地写" * 9, delay=200)
    typed = time.monotonic()
    assert typed - begun > MOST_UNSAVED
    assert sent
    assert sent[0] - begun < MOST_UNSAVED + 1
    assert sent[0] < typed
    expect_saved(page)
    assert stored("pitch") == "不停地写" * 9


def test_a_draft_survives_the_end_of_the_session(write: Callable[..., Page], firm: Firm) -> None:
    page = write()
    Session.objects.all().delete()
    page.locator("[name=pitch]").fill("会话过期之后写的一句话")
    notice = page.locator("[data-sign-in]")
    expect(notice).to_be_visible()
    expect(page.locator("[data-save-state]")).to_contain_text("尚未保存")
    expect_accessible(page)
    with page.expect_popup() as opened:
        notice.locator("a").click()
    tab = opened.value
    tab.locator("input[name=login]").fill(firm.writer.email)
    tab.locator("input[name=password]").fill(PASSWORD)
    tab.locator("input[name=password]").press("Enter")
    tab.wait_for_url(re.compile("/approach/$"))
    expect(tab.locator("[data-offer]")).to_contain_text("一句话说明怎么做")
    expect_accessible(tab)
    tab.locator("[data-restore]").click()
    expect_saved(tab)
    assert stored("pitch") == "会话过期之后写的一句话"
    page.bring_to_front()
    expect(notice).to_be_hidden(timeout=15_000)
    expect_saved(page)


def test_two_editors_keep_different_fields_and_see_both_texts_of_the_same(
    write: Callable[..., Page], firm: Firm
) -> None:
    colleague = member(firm.organisation, Role.OWNER)
    mine, theirs = write(), write(colleague)
    expect(theirs.locator("[data-others]")).to_contain_text("正在填写")
    theirs.locator("[name=pitch]").fill("同事写的一句话")
    expect_saved(theirs)
    mine.locator("[name=approach]").fill("先做路口识别，再做溯源。")
    mine.locator("[name=pitch]").fill("我写的一句话")
    collision = mine.locator("[data-field=pitch] [data-conflict]")
    expect(collision).to_be_visible()
    assert (stored("approach"), stored("pitch")) == ("先做路口识别，再做溯源。", "同事写的一句话")
    expect(mine.locator("[data-others]")).to_contain_text(colleague.name)
    expect(collision).to_contain_text("同事写的一句话")
    expect(mine.locator("[name=pitch]")).to_have_value("我写的一句话")
    expect_accessible(mine)
    collision.locator("[data-keep]").click()
    expect_saved(mine)
    assert stored("pitch") == "我写的一句话"


def test_what_is_written_offline_is_kept_and_sent_when_the_line_is_back(
    write: Callable[..., Page],
) -> None:
    page = write()
    page.context.set_offline(True)
    page.locator("[name=pitch]").fill("断网时写的一句话")
    expect(page.locator("[data-save-state]")).to_contain_text("网络已断开")
    page.locator("button[value=next]").click()
    expect(page.locator("[name=pitch]")).to_have_value("断网时写的一句话")
    assert stored("pitch") == ""
    page.context.set_offline(False)
    expect_saved(page)
    assert stored("pitch") == "断网时写的一句话"


def test_a_draft_is_written_and_sent_with_the_keyboard_alone(write: Callable[..., Page]) -> None:
    page = write()
    type_into(page, "pitch", "只用键盘写的一句话")
    press_on(page, "button[value=next]")
    page.wait_for_url(re.compile("/answers/$"))
    page.goto(page.url.replace("/answers/", "/material/"))
    type_into(page, "contact_phone", "0592-5550000")
    press_on(page, "button[value=next]")
    page.wait_for_url(re.compile("/review/$"))
    press_on(page, "main .btn-claim")
    page.wait_for_url(re.compile("/claims/"))
    assert Claim.objects.get().pitch == "只用键盘写的一句话"


@pytest.mark.parametrize("fails", [False, True])
def test_a_button_that_is_pressed_while_a_save_is_on_its_way_goes_on(
    fails: bool, write: Callable[..., Page]
) -> None:
    page = write()
    held: list[Route] = []
    page.route("**/save/", lambda route: held.append(route))  # noqa: PLW0108 - no builtin may be one
    with page.expect_request("**/save/"):
        type_into(page, "pitch", "停顿一下再按的一句话")
    press_on(page, "button[value=next]")
    expect(page.locator("[data-save-state]")).to_contain_text("正在保存")
    if fails:
        held[0].fulfill(status=500)
    else:
        held[0].continue_()
    page.wait_for_url(re.compile("/answers/$"), timeout=10_000)
    assert stored("pitch") == "停顿一下再按的一句话"


def expect_saved(page: Page) -> None:
    """Wait until the page says that everything is saved."""
    expect(page.locator("[data-save-state]")).to_contain_text("已保存", timeout=15_000)


def stored(name: str) -> str:
    """Return the text that the portal has of a question."""
    row = DraftAnswer.objects.filter(name=name).first()
    return row.text if row else ""
