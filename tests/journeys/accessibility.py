"""What axe finds on a page, by the success criteria of WCAG 2.2 A and AA."""

from __future__ import annotations

from typing import Any, Final

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

_RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_ALL: Final = {"type": "tag", "values": _RULES}
_COLOURS: Final = {"type": "rule", "values": ["color-contrast"]}
_FIND: Final = """([within, options]) =>
  axe.run(within || document, options).then((found) => found.violations)"""
_WITH_COLOURS: Final = "(theme) => { document.documentElement.dataset.bsTheme = theme; }"
_THEME: Final = "document.documentElement.dataset.bsTheme"


def expect_accessible(page: Page) -> None:
    """Fail with the rule and the element where axe finds a violation."""
    _expect_none(page, _ALL)


def expect_accessible_in_both_themes(page: Page, *, within: str = "") -> None:
    """Fail likewise, of a part of the page or all of it, and where the other theme is too weak."""
    _expect_none(page, _ALL, within=within)
    theme = page.evaluate(_THEME)
    page.evaluate(_WITH_COLOURS, "light" if theme == "dark" else "dark")
    _expect_none(page, _COLOURS, within=within)
    page.evaluate(_WITH_COLOURS, theme)


def press(page: Page, selector: str) -> None:
    """Press a button of the page by keyboard, and wait for an answer that is accessible."""
    page.locator(selector).first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect_accessible(page)


def _expect_none(page: Page, rules: dict[str, Any], *, within: str = "") -> None:
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found = [
        f"{page.url} {violation['id']}: {violation['nodes'][0]['target']} "
        f"{violation['nodes'][0]['html'][:160]}"
        for violation in page.evaluate(_FIND, [within, options])
    ]
    assert not found, "\n".join(found)
