"""Where a challenge is worked on: a registry to which each room adds the pages that it has.

A room registers a source in its `ready()`::

    from marketplace.challenges import places

    places.register(places_of_bids)

A source gets a person and one challenge, and yields the pages of its room that this person may
open now: it asks the room's own permission, so that no link leads to a refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from marketplace.challenges.models import Challenge


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a challenge: what stands there, and its address."""

    title: str
    url: str


Source = Callable[[Any, "Challenge"], Iterable[Place]]

_sources: Final[list[Source]] = []


def register(source: Source) -> None:
    """Let a room name its pages; the same source is asked once."""
    if source not in _sources:
        _sources.append(source)


def places_of(user: Any, challenge: Challenge) -> list[Place]:
    """Return the pages of a challenge that a person may open, in the order of the chain."""
    return [place for source in _sources for place in source(user, challenge)]


def places_of_firms(title: str, rows: Iterable[Any], *, address: str) -> Iterable[Place]:
    """Yield a page for each row that a firm has a part in, named by it, at an address by number."""
    for one in rows:
        yield Place(f"{title} · {one.firm}", reverse(address, args=[one.number]))


def public_place(_user: Any, challenge: Challenge) -> Iterable[Place]:
    """Yield the page that everybody reads, once there is one."""
    if challenge.demand.is_public:
        number = challenge.demand.lifecycle.number
        yield Place(_("Public page"), reverse("portal:demand", args=[number]))
