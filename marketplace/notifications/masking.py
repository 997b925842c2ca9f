"""Mobile numbers and followers: how they are read, and how they are shown to those who may know."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_GAPS: Final = re.compile(r"[\s()-]+")
_MOBILE: Final = re.compile(r"(?:\+86|0086)?(1[3-9][0-9]{9})")
_FOLLOWER: Final = re.compile(r"[A-Za-z0-9_@.-]{4,64}")
_SHOWN: Final = 4


def mobile_of(text: str) -> str | None:
    """Return the eleven digits of a mainland mobile number, None for anything else."""
    found = _MOBILE.fullmatch(_GAPS.sub("", unicodedata.normalize("NFKC", text)))
    return found[1] if found else None


def is_follower(text: object) -> bool:
    """Return whether it can be the name by which a platform knows a follower."""
    return isinstance(text, str) and _FOLLOWER.fullmatch(text) is not None


def masked(address: str) -> str:
    """Return what is shown of an address: enough to know one's own, too little to write to it."""
    name, at, host = address.partition("@")
    if at:
        return f"{name[:1]}***@{host}"
    if _MOBILE.fullmatch(address):
        return f"{address[:3]}****{address[-_SHOWN:]}"
    return f"****{address[-_SHOWN:]}"
