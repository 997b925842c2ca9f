"""Profiles of listings in two files: their bytes, appended, and an index of where each stands.

The last row of a listing in the index counts. What a kill cut off is no row, and is written over.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_ROW = np.dtype([("ordinal", "<i8"), ("start", "<i8"), ("middle", "<i8"), ("end", "<i8")])

Halves = tuple[bytes, bytes]
"""The packed part of a profile, and its wording."""


class ProfileFile:
    """One writer at a time; readers of every process notice what it wrote at their next question.

    It only grows: a build whose documents were overwritten too often is made anew anyway.
    """

    def __init__(self, folder: Path) -> None:
        self._bytes, self._index = folder / "profiles.bytes", folder / "profiles.index"
        self._seen = 0
        self._rows = np.empty(0, _ROW)
        self._content: mmap.mmap | bytes = b""

    def append(self, profiles: Sequence[tuple[int, Halves]]) -> None:
        """Add profiles by ordinal; on the disk when it returns."""
        if not profiles:
            return
        rows: list[tuple[int, int, int, int]] = []
        with self._bytes.open("ab") as file:
            at = file.tell()
            for ordinal, (packed, wording) in profiles:
                middle = at + len(packed)
                rows.append((ordinal, at, middle, middle + len(wording)))
                at = middle + len(wording)
            file.write(b"".join(half for _, halves in profiles for half in halves))
            file.flush()
            os.fsync(file.fileno())
        with self._index.open("ab") as file:
            whole = file.tell() // _ROW.itemsize * _ROW.itemsize
            file.truncate(whole)
            file.seek(whole)
            file.write(np.array(rows, _ROW).tobytes())
            file.flush()
            os.fsync(file.fileno())

    def packed(self, ordinals: Sequence[int]) -> list[bytes]:
        """Return the packed part of those listings that have a profile."""
        content, rows = self._content_of(ordinals)
        places = zip(rows["start"].tolist(), rows["middle"].tolist(), strict=True)
        return [content[start:middle] for start, middle in places]

    def halves(self, ordinals: Sequence[int]) -> list[Halves]:
        """Return the profiles of those listings that have one."""
        content, rows = self._content_of(ordinals)
        places = (rows[name].tolist() for name in ("start", "middle", "end"))
        return [
            (content[start:middle], content[middle:end])
            for start, middle, end in zip(*places, strict=True)
        ]

    def _content_of(self, ordinals: Sequence[int]) -> tuple[mmap.mmap | bytes, NDArray[Any]]:
        """Return the bytes, and the rows of listings that have one."""
        self._follow()
        if not len(self._rows):
            return b"", self._rows
        wanted = np.array(ordinals, np.int64)
        known = self._rows["ordinal"]
        at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
        return self._content, self._rows[at[known[at] == wanted]]

    def _follow(self) -> None:
        """Look at the files again where they have grown: the bytes stand before their row does."""
        try:
            size = self._index.stat().st_size // _ROW.itemsize * _ROW.itemsize
        except FileNotFoundError:
            return
        if size == self._seen:
            return
        rows = np.fromfile(self._index, _ROW, size // _ROW.itemsize)
        _, last = np.unique(rows["ordinal"][::-1], return_index=True)
        with self._bytes.open("rb") as file:
            self._content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._rows, self._seen = rows[len(rows) - 1 - last], size
