"""What axe finds on a page, by the success criteria of WCAG 2.2 A and AA."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def expect_accessible(page: Page) -> None:
    """Fail with the rule and the element where axe finds a violation."""
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": _RULES}})
    found = [
        f"{page.url} {violation['id']}: {violation['nodes'][0]['target']} "
        f"{violation['nodes'][0]['html'][:160]}"
        for violation in results.response["violations"]
    ]
    assert not found, "\n".join(found)


def press(page: Page, selector: str) -> None:
    """Press a button of the page by keyboard, and wait for an answer that is accessible."""
    page.locator(selector).first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect_accessible(page)
