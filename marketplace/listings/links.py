"""Links that rooms above put on an item's page in the workbench, registered in their `ready()`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Link:
    """A page about an item that another room has."""

    label: str | _StrPromise
    url: str
    icon: str


_rooms: list[Callable[[Any, Any], Iterable[Link]]] = []


def register(links: Callable[[Any, Any], Iterable[Link]]) -> None:
    """Have `links(user, listing)` name the pages of a room about an item."""
    _rooms.append(links)


def links_for(user: Any, listing: Any) -> list[Link]:
    """Return the pages that a person finds about an item, in the order of the rooms."""
    return [link for room in _rooms for link in room(user, listing)]
