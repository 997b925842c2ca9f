"""What somebody does who has a keyboard and nothing else."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

_MOST = 150
_HAS_FOCUS = "one => one === document.activeElement"


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus; fail where it never does."""
    target = page.locator(selector).first
    for _press in range(_MOST):
        if target.evaluate(_HAS_FOCUS):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {selector}")


def type_into(page: Page, name: str, text: str) -> None:
    """Go to a field with Tab and type."""
    tab_to(page, f"[name={name}]")
    page.keyboard.type(text)


def press_on(page: Page, selector: str, key: str = "Enter") -> None:
    """Go to a link or a button with Tab and press a key."""
    tab_to(page, selector)
    page.keyboard.press(key)


def go_by(page: Page, selector: str, key: str = "Enter") -> None:
    """Go on to the page to which a link or a button leads."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press(key)
