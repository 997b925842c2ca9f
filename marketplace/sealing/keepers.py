"""The key outside the database: in a file of this machine, or kept by another service."""

from __future__ import annotations

import functools
import os
import secrets
from pathlib import Path
from typing import Final, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from marketplace.sealing.suites import KEY_BYTES, Context, seal, suite, unseal

_OTHERS: Final = 0o077


class KeyFileError(RuntimeError):
    """The key file is unreadable, too short, or open to other accounts of the machine."""


class Keeper(Protocol):
    """What a key service must do; data keys pass through it, content never does."""

    def wrap(self, key: bytes, *, context: Context) -> bytes:
        """Return a data key that only this keeper opens again, bound to its context."""

    def unwrap(self, wrapped: bytes, *, context: Context) -> bytes:
        """Return a wrapped data key; BrokenSealError for another context or altered bytes."""

    def digest(self, *parts: str) -> str:
        """Return a keyed digest of texts, 64 hex digits: the same for the same texts."""


class FileKeeper:
    """Keeps the key in a file that only this account reads; makes it where there is none."""

    def __init__(self, path: Path | None = None) -> None:
        """Read the file, at `SEAL_KEY_FILE` by default; KeyFileError where it cannot be used."""
        self._key = _key_in(path or Path(settings.SEAL_KEY_FILE))

    def wrap(self, key: bytes, *, context: Context) -> bytes:
        """Return a data key sealed under the file's key."""
        return seal(self._key, key, context=("wrap", *context))

    def unwrap(self, wrapped: bytes, *, context: Context) -> bytes:
        """Return a data key that this file's key sealed."""
        return unseal(self._key, wrapped, context=("wrap", *context))

    def digest(self, *parts: str) -> str:
        """Return the keyed digest of texts, each with its length, so that none runs on."""
        used = suite()
        text = b"".join(len(part).to_bytes(4, "big") + part for part in map(str.encode, parts))
        return used.keyed_digest(used.derived(self._key, b"digest"), text).hex()


def keeper() -> Keeper:
    """Return the keeper that the setting `SEAL_KEEPER` names, one for the process."""
    return _named(settings.SEAL_KEEPER, str(settings.SEAL_KEY_FILE))


@functools.cache
def _named(name: str, _file: str) -> Keeper:
    return cast("Keeper", import_string(name)())


def _key_in(path: Path) -> bytes:
    if not path.exists():
        _make(path)
    if path.stat().st_mode & _OTHERS:
        raise KeyFileError(f"{path} is open to others: chmod 600 it, and make a new key")
    key = bytes.fromhex(path.read_text().strip())
    if len(key) != KEY_BYTES:
        raise KeyFileError(f"{path} holds no key of {KEY_BYTES} bytes")
    return key


def _make(path: Path) -> None:
    """Make the file whole or not at all; of two processes that start at once one wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(secrets.token_hex(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()
