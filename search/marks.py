"""How far a build has come, written beside its documents and not into the database.

A database that is restored must not take along what an index knows of the entries after.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

WHOLE = "*"


@dataclass(frozen=True, slots=True)
class Mark:
    """The last position that a build follows with its link's hash, its form, and its statistics.

    `filled` is the key of the last listing that was written to a build that is being made; it is
    WHOLE once the build was compared with the rows, so that it may serve.
    """

    position: int = 0
    link: str = ""
    form: Mapping[str, str] = field(default_factory=dict)
    statistics: str = ""
    filled: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether the build was finished, so that it may serve."""
        return self.filled == WHOLE

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "position": self.position,
            "link": self.link,
            "form": dict(self.form),
            "statistics": self.statistics,
            "filled": self.filled,
        }


def from_dict(values: Mapping[str, Any]) -> Mark:
    """Return the mark of plain values; none of them is an empty mark.

    A form of one hash, as earlier builds have it, is none: they are made anew.
    """
    form = values.get("form")
    return Mark(**{**values, "form": form if isinstance(form, Mapping) else {}})
