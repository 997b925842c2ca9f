"""A message as it leaves the portal: plain values, drawn by one pair of templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One thing that a letter tells; addresses are whole."""

    title: str
    text: str = ""
    url: str = ""
    action: str = ""
    why: str = ""
    links: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What one person is told in one message; `stop` is the address where one POST ends it."""

    subject: str
    sections: Sequence[Section]
    stop: str = ""
