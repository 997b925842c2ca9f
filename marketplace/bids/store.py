"""Sealed files on disk: pieces of one size under random names, with one constant date.

Content is cut into pieces, the last one filled up, so that a stored piece tells neither what it
belongs to nor how large that is. Each is bound to its content's seed, its place and their number:
pieces that are swapped, left out or taken from elsewhere break the seal.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from marketplace.sealing.suites import BrokenSealError, Context, new_key, seal, unseal

PIECE_BYTES: Final = 256 * 1024
"""How much a piece holds; on disk the seal comes on top, for every piece alike."""

_LENGTH: Final = 8
_NAME_BYTES: Final = 16
_OF_NO_PIECE: Final = 2**64 - 1


@dataclass(frozen=True, slots=True)
class Kept:
    """Sealed content: the secret from which the names of its pieces follow, and how many it has."""

    name: str
    pieces: int

    def names(self) -> Iterator[str]:
        """Yield the names of the pieces below SEALED_ROOT, in order."""
        return (piece_name(self.name, place) for place in range(self.pieces))


def put(content: bytes, *, key: bytes) -> Kept:
    """Write content under a data key in new pieces; all of them whole when this returns."""
    held = len(content).to_bytes(_LENGTH, "big")
    kept = Kept(new_seed(), -(-(_LENGTH + len(content)) // PIECE_BYTES))
    view = memoryview(content)
    try:
        for place, name in enumerate(kept.names()):
            ends = (place + 1) * PIECE_BYTES - _LENGTH
            plain = (b"" if place else held) + bytes(view[max(0, ends - PIECE_BYTES) : ends])
            _write(name, seal(key, plain.ljust(PIECE_BYTES, b"\0"), context=_place(kept, place)))
    except BaseException:
        remove(kept.names())
        raise
    return kept


def read(kept: Kept, *, key: bytes) -> Iterator[bytes]:
    """Yield content piece by piece, one of them in memory.

    BrokenSealError where one is gone, altered, or of another place or content.
    """
    left = 0
    for place, name in enumerate(kept.names()):
        try:
            sealed = path_of(name).read_bytes()
        except OSError as error:
            raise BrokenSealError("a sealed file is gone") from error
        plain = unseal(key, sealed, context=_place(kept, place))
        if place == 0:
            left, plain = int.from_bytes(plain[:_LENGTH], "big"), plain[_LENGTH:]
        yield plain[:left]
        left -= min(left, len(plain))


def take(kept: Kept, *, key: bytes) -> bytes:
    """Return content whole; BrokenSealError as `read` raises it."""
    return b"".join(read(kept, key=key))


def sha256_of(kept: Kept, *, key: bytes) -> str:
    """Return the digest of content, with no more than a piece of it in memory."""
    digest = hashlib.sha256()
    for plain in read(kept, key=key):
        digest.update(plain)
    return digest.hexdigest()


def plain(kept: Kept, *, key: bytes) -> Any:
    """Return the plain values that canonical JSON holds."""
    return json.loads(take(kept, key=key))


def drop(files: Iterable[Kept]) -> None:
    """Remove what was kept; pieces that are gone already are no matter."""
    for kept in files:
        remove(kept.names())


def remove(names: Iterable[str]) -> None:
    """Remove pieces by their names."""
    for name in names:
        path_of(name).unlink(missing_ok=True)


def write_decoy(name: str) -> None:
    """Write a piece that holds nothing, under a key that nobody has."""
    _write(name, seal(new_key(), bytes(PIECE_BYTES), context=("decoy",)))


def piece_name(seed: str, place: int) -> str:
    """Return the name of a piece, which tells nobody its seed, its place, or its neighbours."""
    return hashlib.blake2b(
        place.to_bytes(_LENGTH, "big"), key=bytes.fromhex(seed), digest_size=_NAME_BYTES
    ).hexdigest()


def new_seed() -> str:
    """Return a random seed for the names of pieces."""
    return secrets.token_hex(_NAME_BYTES)


def mark_of(kept: Kept) -> str:
    """Return what tells content from other content, and nothing of its seed."""
    return piece_name(kept.name, _OF_NO_PIECE)[:12]


def path_of(name: str) -> Path:
    """Return where a piece lies, whether it is there or not."""
    return Path(settings.SEALED_ROOT) / name[:2] / name


def _write(name: str, sealed: bytes) -> None:
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    os.utime(draft, (0, 0))  # a date would tell when a bidder was at work
    draft.replace(path)


def _place(kept: Kept, place: int) -> Context:
    return ("piece", kept.name, str(place), str(kept.pieces))
