"""The kinds of entries that the apps know: `noun_pastparticiple`."""

from __future__ import annotations

import re

_PATTERN = re.compile(r"[a-z]+(_[a-z]+)+")
_kinds: set[str] = set()


class UnknownKindError(LookupError):
    """An entry of a kind that no app registered."""


def register(*kinds: str) -> None:
    """Make kinds known, in the `ready()` of the app whose actions record them; ValueError twice."""
    for kind in kinds:
        if not _PATTERN.fullmatch(kind):
            raise ValueError(f"{kind!r} is not noun_pastparticiple")
        if kind in _kinds:
            raise ValueError(f"{kind!r} is registered twice")
        _kinds.add(kind)


def require(kind: str) -> None:
    """Raise UnknownKindError unless the kind is known."""
    if kind not in _kinds:
        raise UnknownKindError(kind)


def every() -> frozenset[str]:
    """Return all known kinds."""
    return frozenset(_kinds)


def forget(*kinds: str) -> None:
    """Make kinds unknown again: for tests that registered some."""
    _kinds.difference_update(kinds)
