"""The facets of the lists: which field each reads, and the buckets that the clock decides."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from search.documents import NEVER

_DAY = 86_400

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "domain": "domains",
        "industry": "industries",
        "district": "districts",
        "park": "parks",
        "mode": "mode",
        "opens": "opens",
        "path": "path",
        "batch": "batch",
        "budget": "budget_band",
        "maturity": "maturity",
        "qualification": "qualifications",
        "cooperation": "cooperation",
        "first_of_kind": "first_of_kind",
        "owner": "owner",
        "list": "list_key",
    }
)
"""Facets whose values stand in the index, with the field that holds them."""

STATES = ("upcoming", "open", "closed")
DEADLINES = ("week", "month", "later", "none")

CLOCKED: Mapping[str, tuple[str, ...]] = MappingProxyType({"state": STATES, "deadline": DEADLINES})
"""Facets that are evaluated when asked, with their buckets."""

Bounds = Mapping[str, tuple[int | None, int | None]]
"""Instants by field: from and to, both included; None is unbounded."""


def bounds(facet: str, value: str, *, now: int) -> Bounds | None:
    """Return what a bucket means at an instant, None for a bucket that does not exist.

    A listing without an opening opened at 0, one without a closing closes at NEVER.
    """
    buckets: dict[tuple[str, str], Bounds] = {
        ("state", "upcoming"): {"opens_at": (now + 1, None)},
        ("state", "open"): {"opens_at": (None, now), "closes_at": (now + 1, None)},
        ("state", "closed"): {"opens_at": (None, now), "closes_at": (None, now)},
        ("deadline", "week"): {"closes_at": (now + 1, now + 7 * _DAY)},
        ("deadline", "month"): {"closes_at": (now + 1, now + 30 * _DAY)},
        ("deadline", "later"): {"closes_at": (now + 30 * _DAY + 1, NEVER - 1)},
        ("deadline", "none"): {"closes_at": (NEVER, None)},
    }
    return buckets.get((facet, value))


def is_facet(name: str) -> bool:
    """Return whether a facet of this name exists."""
    return name in FIELDS or name in CLOCKED
