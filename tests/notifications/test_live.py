"""`live.js` in a real browser: toasts, bell, replay, poll."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect, sync_playwright

from tests.journeys.accessibility import expect_accessible
from tests.notifications.serving import web, worker

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
TOASTS = "[data-toasts] .toast-c[data-number]"
COUNT_SPOKEN = """() => {
  window.spoken = 0;
  new MutationObserver(() => { window.spoken += 1; })
    .observe(document.querySelector('[data-announce]'), { childList: true });
}"""


@contextmanager
def inbox(chromium, session: str, port: int) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium)
        context = browser.new_context(locale="zh-CN")
        address = f"http://127.0.0.1:{port}"
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}]
        )
        page = context.new_page()
        page.set_default_timeout(30_000)
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        yield page
        browser.close()
        assert not [line for line in complaints if "Content Security Policy" in line], complaints


def test_a_toast_says_in_plain_text_what_came_and_stays_until_it_is_closed(chromium, session, rung):
    with worker(), web() as (_, port), inbox(chromium, session, port) as page:
        page.goto(f"http://127.0.0.1:{port}/notifications/")
        expect(page.locator("[data-conn]")).to_have_text("实时")
        rung(1, text="<img src=x onerror=alert(1)>")
        toast = page.locator(TOASTS)
        expect(toast).to_contain_text("消息 1")
        expect(toast).to_contain_text("<img src=x onerror=alert(1)>")
        expect(toast.locator("img")).to_have_count(0)
        expect(page.locator("[data-announce]")).to_contain_text("新消息：消息 1。<img")
        expect(page.locator("[data-unread]").first).to_have_text("1")
        expect(page.locator("[data-unread-text]").first).to_have_text("1 条未读")
        expect(toast.get_by_role("link")).to_have_attribute("href", "/notifications/1/")
        expect_accessible(page)
        for n in range(2, 8):
            rung(n)
        expect(page.locator(TOASTS).last).to_contain_text("消息 7")
        expect(page.locator(TOASTS)).to_have_count(4)
        expect(page.locator("[data-more]")).to_contain_text("还有 3 条新消息")
        page.locator(TOASTS).last.get_by_role("button").click()
        expect(page.locator(TOASTS)).to_have_count(3)
        expect(page.locator(TOASTS).last.get_by_role("button")).to_be_focused()
        for _ in range(3):
            page.locator(TOASTS).last.get_by_role("button").click()
        expect(page.locator("[data-bell]").first).to_be_focused()
        expect_accessible(page)
        page.reload()
        expect(page.locator("[data-unread]").first).to_have_text("7")
        expect(page.locator(TOASTS)).to_have_count(0)


def test_ten_of_one_line_are_one_toast_whose_words_and_number_change(chromium, session, rung):
    with worker(), web() as (_, port), inbox(chromium, session, port) as page:
        page.goto(f"http://127.0.0.1:{port}/notifications/")
        expect(page.locator("[data-conn]")).to_have_text("实时")
        page.evaluate(COUNT_SPOKEN)
        rung(100)
        rung(1, line="a", text="第一件")
        toast = page.locator(TOASTS).last
        expect(toast).to_contain_text("第一件")
        expect(toast.locator("[data-others]")).to_be_hidden()
        toast.get_by_role("link").focus()
        for n in range(2, 11):
            rung(n, line="a", text=f"第 {n} 件")
        expect(toast).to_contain_text("消息 10")
        expect(toast).to_contain_text("第 10 件")
        expect(toast.locator("[data-others]")).to_have_text("另有 9 条同类消息")
        expect(toast.get_by_role("link")).to_be_focused()
        expect(toast.get_by_role("link")).to_have_attribute("href", "/notifications/11/")
        expect(page.locator(TOASTS)).to_have_count(2)
        expect(page.locator("[data-announce]")).to_contain_text("最新一条：消息 10")
        assert page.evaluate("window.spoken") < 10
        expect_accessible(page)
        toast.get_by_role("button").click()
        rung(11, line="a")
        expect(page.locator(TOASTS).last).to_contain_text("消息 11")
        expect(page.locator(TOASTS).last.locator("[data-others]")).to_be_hidden()
        for n in range(12, 17):
            rung(n, line=str(n))
            rung(n, line=str(n))
        expect(page.locator(TOASTS).last).to_contain_text("消息 16")
        # The first one has the focus and stays: another one goes, and one of two messages.
        expect(page.locator("[data-more]")).to_contain_text("还有 3 条新消息")


def test_after_a_killed_server_the_page_shows_what_it_missed_once(chromium, session, rung):
    with ExitStack() as stack:
        stack.enter_context(worker())
        program, port = stack.enter_context(web())
        page = stack.enter_context(inbox(chromium, session, port))
        page.goto(f"http://127.0.0.1:{port}/notifications/")
        rung(1)
        expect(page.locator(TOASTS)).to_have_count(1)
        program.kill()
        expect(page.locator("[data-conn]")).to_have_class("conn push off")
        rung(2)
        stack.enter_context(web(port))
        expect(page.locator(TOASTS)).to_have_count(2, timeout=60_000)
        # Polling may have brought the toast before the socket tried again.
        expect(page.locator("[data-conn]")).to_have_text("实时", timeout=60_000)
        rung(3)
        expect(page.locator(TOASTS)).to_have_count(3)
        texts = page.locator(f"{TOASTS} [data-title]").all_inner_texts()
        assert texts == ["消息 1", "消息 2", "消息 3"]


def test_without_a_socket_the_page_polls(chromium, session, rung):
    with worker(), web() as (_, port), inbox(chromium, session, port) as page:
        page.route_web_socket("**/ws/**", lambda socket: socket.close())
        page.goto(f"http://127.0.0.1:{port}/notifications/")
        rung(1)
        expect(page.locator(TOASTS)).to_contain_text("消息 1", timeout=40_000)
        rung(2)
        expect(page.locator(TOASTS)).to_have_count(2, timeout=40_000)


def test_a_page_that_was_left_and_taken_back_goes_on(chromium, session, rung):
    with worker(), web() as (_, port), inbox(chromium, session, port) as page:
        page.goto(f"http://127.0.0.1:{port}/notifications/")
        rung(1)
        expect(page.locator(TOASTS)).to_have_count(1)
        page.goto(f"http://127.0.0.1:{port}/")
        rung(2)
        expect(page.locator(TOASTS)).to_have_count(1)
        page.go_back()
        rung(3)
        expect(page.locator(TOASTS).last).to_contain_text("消息 3")
        titles = page.locator(f"{TOASTS} [data-title]").all_inner_texts()
        assert titles.count("消息 3") == 1
        assert "消息 2" not in titles
