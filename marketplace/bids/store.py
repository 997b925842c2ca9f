"""Sealed files on disk: random names, sizes in classes, one constant date."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from marketplace.sealing.padding import class_of, padded, unpadded
from marketplace.sealing.suites import BrokenSealError, new_key, seal, unseal


@dataclass(frozen=True, slots=True)
class Kept:
    """A sealed file: its name below SEALED_ROOT, and the class of its size."""

    name: str
    size: int


def put(content: bytes, *, key: bytes) -> Kept:
    """Write content under a data key, bound to the new file's name; whole when this returns."""
    name = secrets.token_hex(16)
    size = class_of(len(content))
    _write(name, seal(key, padded(content, size=size), context=("file", name)))
    return Kept(name, size)


def take(kept: Kept, *, key: bytes) -> bytes:
    """Return a file's content; BrokenSealError where it is gone, altered, or another's."""
    try:
        sealed = path_of(kept.name).read_bytes()
    except OSError as error:
        raise BrokenSealError("a sealed file is gone") from error
    return unpadded(unseal(key, sealed, context=("file", kept.name)))


def plain(kept: Kept, *, key: bytes) -> Any:
    """Return the plain values that a file of canonical JSON holds."""
    return json.loads(take(kept, key=key))


def drop(files: Iterable[Kept]) -> None:
    """Remove files; those that are gone already are no matter."""
    for kept in files:
        if kept.name:
            path_of(kept.name).unlink(missing_ok=True)


def decoy(size: int) -> Kept:
    """Write a file of a class that holds nothing, under a key that nobody has."""
    name = secrets.token_hex(16)
    _write(name, seal(new_key(), bytes(size), context=("file", name)))
    return Kept(name, size)


def path_of(name: str) -> Path:
    """Return where a sealed file lies, whether it is there or not."""
    return Path(settings.SEALED_ROOT) / name[:2] / name


def _write(name: str, sealed: bytes) -> None:
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    os.utime(draft, (0, 0))  # a date would tell when a bidder was at work
    draft.replace(path)
