"""What the index holds of a listing: plain data, the same on both engines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from marketplace.core.canonical import canonical_json, digest

Kind = Literal["demand", "capability"]

GOVERNMENT_DEMANDS = "government_demands"
ENTERPRISE_DEMANDS = "enterprise_demands"
CAPABILITIES = "capabilities"
LISTS = (GOVERNMENT_DEMANDS, ENTERPRISE_DEMANDS, CAPABILITIES)
DEMAND_LISTS = frozenset({GOVERNMENT_DEMANDS, ENTERPRISE_DEMANDS})
CAPABILITY_LISTS = frozenset({CAPABILITIES})

PARTS = ("title", "summary", "body", "context")
"""Parts of the text that count for a match, in the order of reading."""

NEVER = 253_402_300_799
"""The last second of the year 9999: the closing instant of what does not close."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Encoded:
    """What a model made of a listing's text: a unit vector, and the digest of that text."""

    key: str
    model: str
    digest: str
    vector: NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class ListingDocument:
    """A listing as the index holds it. Instants are epoch seconds, money is whole yuan.

    `context` is text of less weight: a demand's background, a capability's cases. `names` are those
    of bodies and terms, with their codes; a search finds them, and no match reads them.
    `budget_band` is a band of the lists' budget filter, or says why there is no sum. `encoded` goes
    with it to the engine, and is no part of what the document says.
    """

    key: str
    list_key: str
    version: int
    visible: bool = True
    number: str = ""
    title: str = ""
    summary: str = ""
    body: str = ""
    context: str = ""
    names: str = ""
    owner: str = ""
    domains: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    industry_tops: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    everywhere: bool = False
    parks: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    qualifications: tuple[str, ...] = ()
    mode: str = ""
    path: str = ""
    batch: str = ""
    maturity: str = ""
    cooperation: str = ""
    first_of_kind: str = ""
    cases: int = 0
    budget_band: str = ""
    budget_low: int | None = None
    budget_high: int | None = None
    opens_at: int | None = None
    closes_at: int | None = None
    published_at: int | None = None
    confirmed_at: int | None = None
    encoded: Encoded | None = field(default=None, compare=False, repr=False)

    @property
    def kind(self) -> str:
        """The model that the listing belongs to: `demand` or `capability`."""
        return self.key.partition(":")[0]

    @property
    def pk(self) -> int:
        """The listing's primary key."""
        return int(self.key.partition(":")[2])

    @property
    def digest(self) -> str:
        """What the document says, whenever it was written: all but the version."""
        return digest({name: value for name, value in self._said().items() if name != "version"})

    def to_json(self) -> str:
        """Return the document as canonical JSON."""
        return canonical_json(self._said())

    def _said(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "encoded"}


def from_json(values: Mapping[str, Any]) -> ListingDocument:
    """Return the document of decoded JSON; names that it does not know are left out."""
    known = {field.name for field in fields(ListingDocument)}
    plain: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in values.items()
        if name in known
    }
    return ListingDocument(**plain)


def withdrawn(key: str, list_key: str, *, version: int) -> ListingDocument:
    """Return the newer document that hides a listing: withdrawing never deletes."""
    return ListingDocument(key=key, list_key=list_key, version=version, visible=False)


def order_of(key: str) -> tuple[str, int]:
    """Return what ties are broken by: the kind, then the number in the key."""
    kind, _, number = key.partition(":")
    return kind, int(number)
