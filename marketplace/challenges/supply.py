"""Capabilities that may do already what a challenge asks for; a room above finds them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketplace.listings.models import Capability, Demand

    Finder = Callable[[Demand, datetime], Sequence[Capability] | None]

_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Let a room find public capabilities for a demand, best first; None where it cannot now."""
    _finders.append(finder)


def supply_for(demand: Demand, *, now: datetime) -> list[Capability] | None:
    """Return what the rooms above find for a demand, None where nobody can say."""
    found = [finder(demand, now) for finder in _finders]
    known = [one for one in found if one is not None]
    return [capability for one in known for capability in one] if known else None
