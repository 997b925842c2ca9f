"""Subscriptions as actions make them, and listings that come into the lists."""

from __future__ import annotations

from typing import Any

from marketplace.accounts.models import User
from marketplace.subscriptions.actions import Search, follow_matches, save_search
from marketplace.subscriptions.models import Subscription
from search import builds
from tests.factories import UserFactory
from tests.search.indexing import follow_journal, tell


def saved(
    text: str = "", *, by: User | None = None, list_key: str = "government_demands", **given: Any
) -> Subscription:
    """Return a subscription to a search that showed nothing yet, unless told otherwise."""
    filters = given.pop("filters", {})
    search = Search(list_key=list_key, text=text, filters=filters, labels=given.pop("labels", {}))
    wishes = {"name": text or "everything", "shown": [], **given}
    return save_search(search, by=by or UserFactory(), **wishes)


def followed(listing: Any, *, by: User, **given: Any) -> Subscription:
    """Return a subscription to what fits an own listing."""
    return follow_matches(listing, by=by, **{"name": listing.title, "shown": [], **given})


def published(*listings: Any) -> None:
    """Put listings into a new index and tell the journal of them."""
    builds.rebuild()
    for listing in listings:
        tell(f"{listing.KEY}_published", listing)
    follow_journal()


def revised(listing: Any, **content: Any) -> None:
    """Give a listing other content and tell the journal."""
    for name, value in content.items():
        setattr(listing, name, value)
    listing.save()
    tell(f"{listing.KEY}_revised", listing)
    follow_journal()
