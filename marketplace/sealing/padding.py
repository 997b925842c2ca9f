"""Size classes: how long something is, is told in coarse steps only."""

from __future__ import annotations

from typing import Final

_KIB: Final = 1024
_MIB: Final = 1024 * _KIB
CLASSES: Final = (4 * _KIB, 16 * _KIB, 64 * _KIB, 256 * _KIB, _MIB, 4 * _MIB, 12 * _MIB, 24 * _MIB)
"""Sizes in bytes that padded content may have."""

_LENGTH: Final = 8


class TooLargeError(ValueError):
    """Content is larger than the largest class."""


def class_of(length: int) -> int:
    """Return the smallest class that holds so many bytes; TooLargeError where none does."""
    for size in CLASSES:
        if length + _LENGTH <= size:
            return size
    raise TooLargeError(f"{length} bytes fit no size class")


def padded(content: bytes, *, size: int | None = None) -> bytes:
    """Return content filled up to its class, or to a size that was chosen."""
    size = size or class_of(len(content))
    if len(content) + _LENGTH > size:
        raise TooLargeError(f"{len(content)} bytes do not fit {size}")
    return len(content).to_bytes(_LENGTH, "big") + content + bytes(size - len(content) - _LENGTH)


def unpadded(filled: bytes) -> bytes:
    """Return what `padded` was given; ValueError for anything else."""
    length = int.from_bytes(filled[:_LENGTH], "big")
    if length > len(filled) - _LENGTH:
        raise ValueError("these bytes were not padded")
    return filled[_LENGTH : _LENGTH + length]
