"""A step of any room that waits for a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step that waits for a person, since when, and by when where that is promised."""

    title: str
    text: str
    url: str
    since: datetime
    due: datetime | None = None
