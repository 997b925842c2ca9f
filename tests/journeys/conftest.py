"""Browsers and the portal that they visit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Browser, Page, sync_playwright

from marketplace.accounts.models import User
from tests.factories import PASSWORD
from tests.journeys.server import running
from tests.listings.factories import Firm, Office

Visit = Callable[..., Page]


@pytest.fixture
def browser(
    chromium: dict[str, Any], transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Browser]:
    """Start a Chromium for one journey, so that no loop outlives it.

    Playwright's loop runs in the test's thread. There Django would take every query for a mistake,
    and it opens another connection, which is closed before the loop ends.
    """
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(**chromium)
        yield started
        started.close()
        connection.close()


@pytest.fixture
def office(transactional_db: None) -> Office:
    """Make a department with its people."""
    return Office()


@pytest.fixture
def firm(transactional_db: None) -> Firm:
    """Make a firm with its people."""
    return Firm()


@pytest.fixture
def start(transactional_db: None) -> Iterator[Callable[[], str]]:
    """Give a function that starts the portal once the test has written what it begins with."""
    stack: list[Any] = []

    def begin() -> str:
        call_command("search", "rebuild", verbosity=0)
        portal = running()
        stack.append(portal)
        return portal.__enter__()

    yield begin
    for portal in stack:
        portal.__exit__(None, None, None)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Give a function that opens a browser of its own, signed in as somebody or nobody."""
    contexts: list[Any] = []

    def open_page(address: str, person: User | None = None, **options: Any) -> Page:
        context = browser.new_context(base_url=address, locale="zh-CN", **options)
        contexts.append(context)
        page = context.new_page()
        if person is not None:
            page.goto("/accounts/login/")
            page.locator("input[name=login]").fill(person.email)
            page.locator("input[name=password]").fill(PASSWORD)
            page.locator("input[name=password]").press("Enter")
            page.wait_for_url("**/workbench/")
        return page

    yield open_page
    for context in contexts:
        context.close()
