"""How far a build has come, written beside its documents and not into the database.

A database that is restored must not take along what an index knows of the entries after.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Mark:
    """The last position that a build follows with its link's hash, its form, and its statistics.

    A build has a form once every row was written to it.
    """

    position: int = 0
    link: str = ""
    form: str = ""
    statistics: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)


def from_dict(values: Mapping[str, Any]) -> Mark:
    """Return the mark of plain values; none of them is an empty mark."""
    return Mark(**values)
