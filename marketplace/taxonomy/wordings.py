"""How a wording is read: the search says so, once, at start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Meaning(StrEnum):
    """What a wording says on its own."""

    NONE = "none"
    GENERIC = "generic"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Reading:
    """A wording's normal form, empty where it holds no word, and what it says on its own."""

    key: str
    meaning: Meaning


Reader = Callable[[str], Reading]
_readers: list[Reader] = []


def register(reader: Reader) -> None:
    """Let this reader read all wordings; ValueError where there is one."""
    if _readers:
        raise ValueError("wordings have a reader already")
    _readers.append(reader)


def read(wording: str) -> Reading:
    """Return a wording's normal form and meaning; LookupError before a reader is known."""
    if not _readers:
        raise LookupError("no reader of wordings is registered")
    return _readers[0](wording)
