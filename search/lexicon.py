"""The words that the portal adds to the segmenter, and those that prove nothing alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

_DATA = Path(__file__).parent / "data"


def data_lines(name: str) -> Iterator[str]:
    """Yield the lines of a data file that are neither empty nor a comment."""
    for line in (_DATA / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


def _generic() -> dict[str, float]:
    """Return each generic word with the share of its weight that it keeps."""
    found: dict[str, float] = {}
    for line in data_lines("generic.tsv"):
        share, words = line.split("\t")
        for word in words.split():
            found.setdefault(word, float(share))
    return found


def _version(*names: str) -> str:
    """Return a short digest of data files."""
    content = b"\0".join((_DATA / name).read_bytes() for name in names)
    return hashlib.sha256(content).hexdigest()[:12]


USER_WORDS: tuple[str, ...] = tuple(data_lines("words.txt"))
"""Words that the segmenter's own dictionary lacks."""

QUESTIONS: frozenset[str] = frozenset(data_lines("questions.txt"))
"""Words that ask, and say nothing of what is asked for."""

GENERIC: Mapping[str, float] = MappingProxyType(_generic() | dict.fromkeys(QUESTIONS, 0.0))
"""Words that prove nothing alone, with the share of their weight that they keep."""

LONE_SHARE = 0.2
"""The share of a word of one character: what it means depends on its neighbours."""

PLACES: frozenset[str] = frozenset(data_lines("places.txt"))
"""Names of places: a search finds them, and no match counts them."""

SEGMENTATION_VERSION = _version("words.txt")
"""Changes when the same text may be cut into other tokens, so that the index must be rebuilt."""

GENERIC_VERSION = _version("generic.tsv", "places.txt", "questions.txt")
"""Changes when the same pair may get another score."""


def share_of(word: str) -> float:
    """Return the share of its weight that a word keeps; a lone character tells as little."""
    return GENERIC.get(word, LONE_SHARE if len(word) == 1 else 1.0)


def is_stop_word(word: str) -> bool:
    """Return whether a word carries no meaning of its own."""
    return GENERIC.get(word) == 0
