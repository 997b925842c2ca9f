"""What rooms know to be amiss although rows and journal agree: told with each verification.

A room registers a source in its `ready()`; a source yields one line for each thing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

Source = Callable[[], Iterable[str]]

_sources: Final[list[Source]] = []


def register(source: Source) -> None:
    """Let a room tell what is amiss; the same source is asked once."""
    if source not in _sources:
        _sources.append(source)


def remarks() -> list[str]:
    """Return what all rooms know to be amiss."""
    return [line for source in _sources for line in source()]
