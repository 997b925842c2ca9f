"""The connected pages of a web process, found by person and by topic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeVar

from marketplace.notifications.page import Page

Key = TypeVar("Key")


class Audible:
    """Pages that hear of what is new."""

    def __init__(self) -> None:
        self._pages: set[Page] = set()
        self._of_person: defaultdict[int | None, set[Page]] = defaultdict(set)
        self._of_topic: defaultdict[str, set[Page]] = defaultdict(set)

    def __contains__(self, page: object) -> bool:
        return page in self._pages

    def __len__(self) -> int:
        return len(self._pages)

    @property
    def follows(self) -> bool:
        """Whether any page follows a topic."""
        return bool(self._of_topic)

    def add(self, page: Page) -> None:
        """Add a page; once more does nothing."""
        self._pages.add(page)
        self._of_person[page.user_id].add(page)

    def discard(self, page: Page) -> None:
        """Forget a page and what it followed."""
        self._pages.discard(page)
        _take(self._of_person, page.user_id, page=page)
        for name in page.topics:
            _take(self._of_topic, name, page=page)

    def follow(self, page: Page, known: Mapping[str, int], *, versions: Mapping[str, int]) -> None:
        """Let a page follow these topics instead of those before."""
        for name in page.topics:
            _take(self._of_topic, name, page=page)
        page.follow(known, versions)
        for name in page.topics:
            self._of_topic[name].add(page)

    def of(self, people: Iterable[int] | None) -> set[Page]:
        """Return the pages of people; of everybody who is signed in where none are named."""
        if people is None:
            return self._pages - self._of_person.get(None, set())
        return {page for person in people for page in self._of_person.get(person, ())}

    def followers(self, name: str) -> list[Page]:
        """Return the pages that follow a topic."""
        return list(self._of_topic.get(name, ()))


def _take(index: dict[Key, set[Page]], key: Key, *, page: Page) -> None:
    pages = index.get(key)
    if pages is not None:
        pages.discard(page)
        if not pages:
            del index[key]
