"""One line a browser, however many tabs are open: in a real browser, with real processes."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, WebSocket, expect, sync_playwright

from tests.journeys.accessibility import expect_accessible
from tests.notifications.cable import Cable
from tests.notifications.serving import web, worker

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
LONGER_THAN_A_HEARTBEAT = 60_000
LONGER_THAN_A_PAUSE = 5_000
TITLES = "[data-toasts] .toast-c[data-number] [data-title]"


class Browser:
    """A person's browser with tabs, and the sockets that they opened."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.context = context
        self.sockets: list[WebSocket] = []

    def tab(self, path: str = "/notifications/") -> Page:
        page = self.context.new_page()
        page.set_default_timeout(30_000)
        page.on("websocket", self._opened)
        page.goto(self.address + path)
        expect(page.locator("[data-conn]")).to_have_text("实时")
        return page

    def _opened(self, socket: WebSocket) -> None:
        self.sockets.append(socket)

    @property
    def lines(self) -> int:
        return sum(not socket.is_closed() for socket in self.sockets)


@pytest.fixture
def browser(chromium, session) -> Iterator[Browser]:
    with ExitStack() as stack:
        stack.enter_context(worker())
        _, port = stack.enter_context(web())
        playwright = stack.enter_context(sync_playwright())
        chrome = stack.enter_context(closing(playwright.chromium.launch(**chromium)))
        address = f"http://127.0.0.1:{port}"
        context = chrome.new_context(locale="zh-CN")
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}
        context.add_cookies([cookie])
        yield Browser(context, address)


@contextmanager
def closing(browser):
    yield browser
    browser.close()


def test_two_tabs_hold_one_line_and_each_shows_each_message_once(browser, rung):
    first, second = browser.tab(), browser.tab()
    assert browser.lines == 1
    for n in (1, 2, 3):
        rung(n)
    for page in (first, second):
        expect(page.locator(TITLES)).to_have_text(["消息 1", "消息 2", "消息 3"])
        expect_accessible(page)
    third = browser.tab()
    rung(4)
    expect(third.locator(TITLES)).to_have_text(["消息 4"])
    expect(second.locator(TITLES).last).to_have_text("消息 4")
    assert len(browser.sockets) == 1


def test_a_long_outage_is_said_once_and_what_was_missed_comes_once_and_in_order(browser, rung):
    with Cable(browser.address) as cable:
        browser.address = cable.address
        browser.context.clock.install()
        pages = [browser.tab(), browser.tab()]
        rung(1)
        for page in pages:
            expect(page.locator(TITLES)).to_have_text(["消息 1"])
        cable.cut()
        for n in (2, 3, 4):
            rung(n)
        browser.context.clock.run_for(LONGER_THAN_A_HEARTBEAT)
        for page in pages:
            expect(page.locator("[role=status][data-outage]")).to_contain_text("网络连接已中断")
            expect(page.locator("[data-conn]")).to_have_class("conn push off")
            expect(page.locator(TITLES)).to_have_text(["消息 1"])
            expect_accessible(page)
        cable.mend()
        browser.context.clock.run_for(LONGER_THAN_A_PAUSE)
        for page in pages:
            expect(page.locator(TITLES)).to_have_text([f"消息 {n}" for n in (1, 2, 3, 4)])
            expect(page.locator("[data-conn]")).to_have_text("实时")
            expect(page.locator("[data-outage]")).not_to_contain_text("已中断")
        rung(5)
        for page in pages:
            expect(page.locator(TITLES).last).to_have_text("消息 5")


def test_when_the_leading_tab_closes_another_goes_on_and_nothing_is_lost(browser, rung):
    first, second = browser.tab(), browser.tab()
    rung(1)
    expect(second.locator(TITLES)).to_have_text(["消息 1"])
    first.close()
    rung(2)
    expect(second.locator(TITLES)).to_have_text(["消息 1", "消息 2"])
    expect(second.locator("[data-conn]")).to_have_text("实时")
    assert len(browser.sockets) == 2


def test_a_leader_that_sleeps_is_replaced_by_the_tab_that_is_looked_at(browser, rung):
    first = browser.tab()
    # A tab that stands still answers nobody, and keeps lock and line.
    stopped = browser.context.new_cdp_session(first)
    stopped.send("Debugger.enable")
    stopped.send("Debugger.pause")
    second = browser.tab()
    rung(1)
    expect(second.locator(TITLES)).to_have_text(["消息 1"])
    assert len(browser.sockets) == 2


def test_signing_out_in_one_tab_closes_the_line_of_all(browser, rung):
    first, second = browser.tab(), browser.tab()
    opened = len(browser.sockets)
    second.locator("form[action$='/accounts/logout/']").first.evaluate("form => form.submit()")
    expect(first.locator("[data-conn]")).to_have_class("conn push off")
    first.wait_for_timeout(3000)
    assert browser.lines == 0
    assert len(browser.sockets) == opened


def test_what_is_read_in_one_tab_is_read_in_the_other(browser, rung):
    first, second = browser.tab(), browser.tab()
    rung(1)
    for page in (first, second):
        expect(page.locator("[data-unread]").first).to_have_text("1")
    second.locator("[data-toasts] [data-open]").first.click()
    expect(first.locator("[data-unread]").first).to_be_hidden()
    expect(first.locator("[data-unread-text]").first).to_have_text("0 条未读")


def test_without_locks_each_tab_has_a_line_of_its_own(browser, rung):
    browser.context.add_init_script(
        "Object.defineProperty(navigator, 'locks', { value: undefined })"
    )
    first, second = browser.tab(), browser.tab()
    rung(1)
    for page in (first, second):
        expect(page.locator(TITLES)).to_have_text(["消息 1"])
    assert browser.lines == 2
