"""Many short texts in one piece of memory, found by how they, or a part of them, begin.

A hundred thousand Python strings with a dictionary of their beginnings take hundreds of megabytes;
here a text takes its bytes and eight more for each place it can be found at.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

import numpy as np

_COMPARED = 36
"""Bytes of a beginning that are compared: twelve Chinese characters."""

_PLACES = 8
"""One beginning stands at no more places of a text, or texts of less merit are left out."""

_END = b"\n"


class Lines:
    """Texts by number, which is their order of merit, and the places where each is found.

    A place is an offset in characters: 0 is the beginning of the text.
    """

    def __init__(self, lines: Iterable[tuple[str, Sequence[int]]]) -> None:
        blob = bytearray()
        begins, places, owners = array("L"), array("L"), array("L")
        for number, (line, offsets) in enumerate(lines):
            base = len(blob)
            begins.append(base)
            for offset in offsets:
                places.append(base + len(line[:offset].encode()))
                owners.append(number)
            blob += line.replace("\n", " ").encode() + _END
        content = bytes(blob)
        order = sorted(
            range(len(places)), key=lambda at: content[places[at] : places[at] + _COMPARED]
        )
        self._blob = content
        self._begins = begins
        self._places = array("I", (places[at] for at in order))
        self._owners = np.array([owners[at] for at in order], np.uint32)

    def __len__(self) -> int:
        """Return how many texts it holds."""
        return len(self._begins)

    def __getitem__(self, number: int) -> str:
        """Return a text; IndexError for a number that does not exist."""
        begin = self._begins[number]
        return self._blob[begin : self._blob.index(_END, begin)].decode()

    @property
    def size(self) -> int:
        """Return how many bytes it takes."""
        arrays = (self._begins, self._places)
        tables = sum(len(one) * one.itemsize for one in arrays)
        return len(self._blob) + tables + self._owners.nbytes

    def beginning(self, prefix: str, limit: int) -> list[int]:
        """Return the best texts that have a place where they go on with a prefix, best first."""
        return self._found(prefix.encode(), limit)

    def equal(self, text: str, limit: int) -> list[int]:
        """Return the best texts that have a place from which on they are this very text."""
        return self._found(text.encode() + _END, limit)

    def _found(self, key: bytes, limit: int) -> list[int]:
        size = min(len(key), _COMPARED)
        blob = self._blob

        def cut(place: int) -> bytes:
            return blob[place : place + size]

        first = bisect_left(self._places, key[:size], key=cut)
        last = bisect_right(self._places, key[:size], lo=first, key=cut)
        owners = self._owners[first:last]
        if len(key) > size:
            owners = np.array([at for at in owners.tolist() if key in self._line(at)], np.uint32)
        # A text is found at few places: the best of several times as many places are enough.
        enough = limit * _PLACES
        if len(owners) > enough:
            owners = np.partition(owners, enough)[:enough]
        return sorted(set(owners.tolist()))[:limit]

    def _line(self, number: int) -> bytes:
        begin = self._begins[number]
        return self._blob[begin : self._blob.index(_END, begin) + 1]
