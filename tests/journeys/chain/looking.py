"""Pages as people open them: each kind is looked at by axe once in each theme."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from django.urls import resolve
from playwright.sync_api import Page

from tests.journeys import accessibility

_ELEMENTS: Final = """() => [...new Set(
  [...document.querySelectorAll('main *')]
    .filter((one) => !one.closest('svg'))
    .map((one) => `${one.tagName}.${one.className}`)
)]"""


class Looks:
    """What has been looked at: by kind of page, the elements that it has shown."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self.seen: dict[str, set[str]] = {}

    def at(self, page: Page) -> None:
        """Look at a page in both themes, unless its kind has shown all of its elements before.

        The frame around a kind's later pages was looked at with its first one.
        """
        kind = resolve(urlsplit(page.url).path).view_name
        shown = set(page.evaluate(_ELEMENTS))
        before = self.seen.setdefault(kind, set())
        if shown <= before:
            return
        within = "main" if before else ""
        before |= shown
        accessibility.expect_accessible_in_both_themes(page, within=within)
