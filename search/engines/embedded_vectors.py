"""Nearest neighbours of the embedded engine: vector files beside the index, exact."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.documents import CAPABILITY_LISTS, DEMAND_LISTS, Encoded, ListingDocument, order_of
from search.engines.ordering import ranked
from search.engines.protocol import Hits, QueryVector
from search.engines.vector_file import VectorFile

_LISTS = {"capability": CAPABILITY_LISTS, "demand": DEMAND_LISTS}
_MODEL_DIGITS = 12
_DEEPER = 4

Fitting = Callable[[Sequence[str]], Collection[str]]
"""Gives those of some keys that may be shown."""


class EmbeddedVectors:
    """The vectors of a build: a file for each kind and model."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[Path, VectorFile] = {}

    def write(self, documents: Collection[ListingDocument]) -> None:
        """Keep the vectors that documents bring, and none of an earlier text."""
        brought = [document.encoded for document in documents if document.encoded is not None]
        self.set(brought)
        for kind in _LISTS:
            numbers = {document.pk for document in documents if document.kind == kind}
            for path in self._folder.glob(f"vectors-{kind}-*.rows"):
                kept = {
                    order_of(one.key)[1]
                    for one in brought
                    if self._path(kind, one.model, dimensions=len(one.vector)) == path
                }
                self._file(path).append((), dropped=numbers - kept)

    def set(self, encoded: Iterable[Encoded]) -> None:
        """Keep vectors, each under its kind and model."""
        sorted_out: dict[Path, list[Encoded]] = {}
        for one in encoded:
            path = self._path(order_of(one.key)[0], one.model, dimensions=len(one.vector))
            sorted_out.setdefault(path, []).append(one)
        for path, some in sorted_out.items():
            self._file(path).append(some)

    def encoded(self, model: str) -> Iterator[tuple[str, str]]:
        """Yield the key of every vector of a model, and the digest of its text."""
        for kind in _LISTS:
            for path in self._paths(kind, model):
                for number, digest in self._file(path).digests().items():
                    yield f"{kind}:{number}", digest

    def count(self, model: str) -> int:
        """Return how many vectors of a model there are."""
        paths = (path for kind in _LISTS for path in self._paths(kind, model))
        return sum(len(self._file(path).view().numbers) for path in paths)

    def of(self, keys: Sequence[str], model: str) -> dict[str, NDArray[np.float32]]:
        """Return the vectors of listings by key."""
        found: dict[str, NDArray[np.float32]] = {}
        for kind in _LISTS:
            numbers = [order_of(key)[1] for key in keys if key.startswith(f"{kind}:")]
            for path in self._paths(kind, model) if numbers else ():
                some, vectors = self._file(path).view().of(numbers)
                found |= zip((f"{kind}:{number}" for number in some), vectors, strict=True)
        return found

    def nearest(
        self, asked: QueryVector, *, lists: frozenset[str], size: int, fitting: Fitting
    ) -> Hits:
        """Return the listings whose vectors are nearest by the cosine, of those that fit."""
        keys, scores = self._scanned(asked, lists)
        depth = 2 * size
        while True:
            best = _first(scores, depth)
            fit = set(fitting([keys(at) for at in best]))
            hits = ranked((keys(at), float(scores[at])) for at in best if keys(at) in fit)[:size]
            is_all = depth >= len(scores)
            if is_all or (len(hits) == size and round(float(scores[best[-1]]), 4) < hits[-1][1]):
                return hits
            depth *= _DEEPER

    def _scanned(
        self, asked: QueryVector, lists: frozenset[str]
    ) -> tuple[Callable[[int], str], NDArray[np.float32]]:
        """Return the cosine of every vector of the lists' kinds, and what names its listing."""
        kinds = [kind for kind, theirs in _LISTS.items() if theirs & lists]
        vector = np.asarray(asked.values, dtype=np.float32)
        vector = vector / max(float(np.linalg.norm(vector)), 1e-9)
        views = [
            self._file(self._path(kind, asked.model, dimensions=len(vector))).view()
            for kind in kinds
        ]
        numbers = [view.numbers for view in views]
        borders = np.cumsum([len(some) for some in numbers])

        def key(at: int) -> str:
            part = int(np.searchsorted(borders, at, side="right"))
            before = int(borders[part - 1]) if part else 0
            return f"{kinds[part]}:{numbers[part][at - before]}"

        return key, np.concatenate([view.similarities(vector) for view in views])

    def _paths(self, kind: str, model: str) -> list[Path]:
        return sorted(self._folder.glob(f"vectors-{kind}-{_short(model)}-*.rows"))

    def _path(self, kind: str, model: str, *, dimensions: int) -> Path:
        return self._folder / f"vectors-{kind}-{_short(model)}-{dimensions}.rows"

    def _file(self, path: Path) -> VectorFile:
        if path not in self._files:
            self._files[path] = VectorFile(path, int(path.stem.rpartition("-")[2]))
        return self._files[path]


def _short(model: str) -> str:
    """Return a model's id as a part of a file's name."""
    return hashlib.sha256(model.encode()).hexdigest()[:_MODEL_DIGITS]


def _first(scores: NDArray[np.float32], depth: int) -> list[int]:
    """Return where the highest scores stand, best first."""
    if depth < len(scores):
        chosen = np.argpartition(-scores, depth - 1)[:depth]
        return [int(at) for at in chosen[np.argsort(-scores[chosen], kind="stable")]]
    return [int(at) for at in np.argsort(-scores, kind="stable")]
