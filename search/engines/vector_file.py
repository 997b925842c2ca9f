"""Vectors of one kind and one model in one file: appended, read through a memory map, exact.

The last row of a number counts. A row without a digest says that the number has no vector any more.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.documents import Encoded, order_of

_DEAD_SHARE = 0.3
_LEAST_ROWS = 1_000
_PART = ".new"


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """The file as it was when it was last looked at: its rows, and which of them count.

    `numbers` are sorted; `places` says in which row each number's vector stands.
    """

    rows: NDArray[Any]
    numbers: NDArray[np.int64]
    places: NDArray[np.int64]

    def similarities(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the inner product with each counting row's vector, in the order of `numbers`."""
        if not len(self.numbers):
            return np.empty(0, np.float32)
        found: NDArray[np.float32] = self.rows["vector"] @ vector
        return found[self.places]

    def of(self, numbers: Sequence[int]) -> tuple[list[int], NDArray[np.float32]]:
        """Return those of the numbers that have a vector, and the vectors."""
        if not len(self.numbers):
            return [], np.empty((0, *self.rows["vector"].shape[1:]), np.float32)
        wanted = np.array(numbers, np.int64)
        at = np.minimum(np.searchsorted(self.numbers, wanted), len(self.numbers) - 1)
        at = at[self.numbers[at] == wanted]
        return self.numbers[at].tolist(), self.rows["vector"][self.places[at]]


class VectorFile:
    """One writer at a time; readers of every process notice what it wrote at their next question.

    A row that a kill or a full disk cut in two is no row; the next append writes over it.
    """

    def __init__(self, path: Path, dimensions: int) -> None:
        self._path = path
        self._row = np.dtype(
            [("number", "<i8"), ("digest", "S16"), ("vector", "<f4", (dimensions,))]
        )
        self._seen: tuple[int, int] = (0, 0)
        self._view = self._viewed(np.empty(0, self._row))

    def append(self, encoded: Iterable[Encoded], *, dropped: Iterable[int] = ()) -> None:
        """Add vectors and take some numbers' vectors away; on the disk when it returns."""
        added = list(encoded)
        gone = np.intersect1d(np.fromiter(dropped, np.int64), self.view().numbers)
        rows = np.zeros(len(added) + len(gone), self._row)
        for row, one in zip(rows, added, strict=False):
            row["number"] = order_of(one.key)[1]
            row["digest"] = one.digest.encode()
            row["vector"] = one.vector
        rows["number"][len(added) :] = gone
        if len(rows):
            self._write(rows)
            self._tidy()

    def view(self) -> View:
        """Return the file as it stands; a missing one is empty."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return self._viewed(np.empty(0, self._row))
        seen = (found.st_ino, found.st_size)
        if seen != self._seen:
            count = found.st_size // self._row.itemsize
            rows: NDArray[Any] = (
                np.memmap(self._path, self._row, mode="r", shape=(count,))
                if count
                else np.empty(0, self._row)
            )
            self._view, self._seen = self._viewed(rows), seen
        return self._view

    def digests(self) -> dict[int, str]:
        """Return the digest of the text of each vector, by number."""
        view = self.view()
        digests = view.rows["digest"][view.places]
        return {
            int(number): bytes(digest).decode()
            for number, digest in zip(view.numbers, digests, strict=True)
        }

    def _write(self, rows: NDArray[Any]) -> None:
        with self._path.open("ab") as file:
            whole = file.tell() // self._row.itemsize * self._row.itemsize
            file.truncate(whole)
            file.seek(whole)
            file.write(rows.tobytes())
            file.flush()
            os.fsync(file.fileno())

    def _tidy(self) -> None:
        """Write the file anew where many of its rows count no more."""
        view = self.view()
        dead = len(view.rows) - len(view.numbers)
        if len(view.rows) < _LEAST_ROWS or dead <= _DEAD_SHARE * len(view.rows):
            return
        new = self._path.with_suffix(_PART)
        with new.open("wb") as file:
            file.write(view.rows[view.places].tobytes())
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._path)

    def _viewed(self, rows: NDArray[Any]) -> View:
        """Return which rows count: the last of each number, unless it says there is none."""
        numbers, last = np.unique(rows["number"][::-1], return_index=True)
        places = len(rows) - 1 - last
        stands = rows["digest"][places] != b""
        return View(rows, numbers[stands], places[stands])
