"""A listing's counted tokens and plain facts as bytes, and the bytes of many read as columns."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from search.documents import ListingDocument

NONE = -(2**63)
"""Stands in a column for what was not said."""

KINDS = ("capability", "demand")

WORD, CHARACTER = "w", "c"
DOMAIN, INDUSTRY, TOP, DISTRICT, QUALIFICATION, MATURITY = "d", "i", "t", "p", "q", "m"

LAYOUT = (
    ("number", "<i8"),
    ("version", "<i8"),
    ("owner", "<u8"),
    ("budget_low", "<i8"),
    ("budget_high", "<i8"),
    ("confirmed_at", "<i8"),
    ("words", "<u4"),
    ("characters", "<u4"),
    ("tokens", "<u4"),
    ("cases", "<u4"),
    ("kind", "u1"),
    ("visible", "u1"),
    ("everywhere", "u1"),
    ("first_of_kind", "u1"),
)
"""The columns of the bytes in their order; other ones make another build."""

_HEADER = np.dtype(list(LAYOUT))
_STRUCT = struct.Struct("<qqQqqqIIIIBBBB")
_PIECE, _PIECES = np.dtype("<u2"), 3
_COUNT = np.dtype("u1")
_COUNT_BITS = 8
_MOST = 2**_COUNT_BITS - 1
"""What is counted more often adds nothing any more."""

_MET = 200_000


class _Ids(dict[str, int]):
    """The numbers of what was met of one kind, by name."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def __missing__(self, name: str) -> int:
        """Work out a number, once, as long as there are not too many."""
        if len(self) >= _MET:
            self.clear()
        content = f"{self._kind}{name}".encode(errors="surrogatepass")
        digest = hashlib.blake2b(content, digest_size=_PIECES * _PIECE.itemsize).digest()
        found = self[name] = int.from_bytes(digest, "little")
        return found


@cache
def _ids(kind: str) -> _Ids:
    return _Ids(kind)


def token_id(kind: str, name: str) -> int:
    """Return the number of a word, a character or a fact: the same in every process."""
    return _ids(kind)[name]


def pack(
    document: ListingDocument, *, words: Mapping[str, int], characters: Mapping[str, int]
) -> bytes:
    """Return what a score reads of a capability: counted tokens, facts among them, and columns."""
    facts = _facts_of(document)
    tokens = [
        *map(_ids(WORD).__getitem__, words),
        *map(_ids(CHARACTER).__getitem__, characters),
        *facts,
    ]
    counts = [*words.values(), *characters.values(), *([1] * len(facts))]
    # A count stands below its token, so that one sort orders both.
    both = np.array(tokens, "<u8") << np.uint64(_COUNT_BITS)
    both |= np.minimum(np.array(counts, "<u8"), np.uint64(_MOST))
    both.sort()
    columns = both.view(_COUNT).reshape(-1, both.itemsize)
    header = _STRUCT.pack(
        document.pk,
        document.version,
        token_id("o", document.owner) if document.owner else 0,
        *(
            NONE if value is None else value
            for value in (document.budget_low, document.budget_high, document.confirmed_at)
        ),
        sum(words.values()),
        sum(characters.values()),
        len(tokens),
        document.cases,
        KINDS.index(document.kind),
        document.visible,
        document.everywhere,
        document.first_of_kind not in {"", "none"},
    )
    size = _PIECES * _PIECE.itemsize
    return b"".join((header, columns[:, 1 : 1 + size].tobytes(), columns[:, 0].tobytes()))


def _facts_of(document: ListingDocument) -> list[int]:
    named = {
        DOMAIN: document.domains,
        INDUSTRY: document.industries,
        TOP: document.industry_tops,
        DISTRICT: document.districts,
        QUALIFICATION: document.qualifications,
        MATURITY: (document.maturity,) if document.maturity else (),
    }
    return [token_id(kind, name) for kind, names in named.items() for name in set(names)]


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Tokens of many listings one after the other, sorted within each; `rows` says whose.

    A token's lowest bits stand first among its pieces: drawn evenly, they tell most of them apart.
    """

    pieces: NDArray[np.uint16]
    counts: NDArray[np.uint8]
    rows: NDArray[np.intp]

    def tokens(self, at: NDArray[np.intp] | slice = slice(None)) -> NDArray[np.uint64]:
        """Return some of the tokens."""
        low, middle, high = (self.pieces[at, piece].astype(np.uint64) for piece in range(_PIECES))
        found: NDArray[np.uint64] = low | middle << np.uint64(16) | high << np.uint64(32)
        return found


class Shelf:
    """What scores read of many listings, in the order in which their bytes came."""

    def __init__(self, packed: Sequence[bytes]) -> None:
        self._packed = packed
        size = _HEADER.itemsize
        self.header = np.frombuffer(b"".join([one[:size] for one in packed]), _HEADER)
        """Columns: numbers, kinds, budgets and the like."""

    def __len__(self) -> int:
        """Return how many listings there are."""
        return len(self.header)

    @cached_property
    def columns(self) -> Columns:
        """The tokens of all listings."""
        sizes = self.header["tokens"].astype(np.intp)
        begin = _HEADER.itemsize
        middles = (begin + _PIECE.itemsize * _PIECES * sizes).tolist()
        both = list(zip(self._packed, middles, strict=True))
        return Columns(
            np.frombuffer(b"".join([one[begin:middle] for one, middle in both]), _PIECE).reshape(
                -1, _PIECES
            ),
            np.frombuffer(b"".join([one[middle:] for one, middle in both]), _COUNT),
            np.repeat(np.arange(len(sizes)), sizes),
        )

    def keys(self) -> list[str]:
        """Return the key of each listing."""
        kinds = self.header["kind"].tolist()
        return [
            f"{KINDS[kind]}:{number}"
            for kind, number in zip(kinds, self.header["number"].tolist(), strict=True)
        ]

    def visible(self) -> Shelf:
        """Return the shelf of those that the public sees."""
        shown = self.header["visible"] > 0
        if shown.all():
            return self
        return Shelf([one for one, is_shown in zip(self._packed, shown, strict=True) if is_shown])
