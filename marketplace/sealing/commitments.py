"""Commitments: a digest given today that can be checked against what is shown later."""

from __future__ import annotations

import secrets
from typing import Final

from marketplace.core.canonical import canonical_json
from marketplace.sealing.suites import BY_HASH, is_same, suite

_SALT_BYTES: Final = 32


def new_salt() -> str:
    """Return a random salt, without which a commitment tells nothing of short content."""
    return secrets.token_hex(_SALT_BYTES)


def commitment(content: object, *, salt: str, hash_name: str = "") -> str:
    """Return `HASH:HEX` of the salted canonical JSON of plain values."""
    used = BY_HASH[hash_name] if hash_name else suite()
    return f"{used.hash_name}:{used.digest(committed(content, salt=salt)).hex()}"


def committed(content: object, *, salt: str) -> bytes:
    """Return the bytes whose digest a commitment is: the salt, a line's end, canonical JSON."""
    return f"{salt}\n{canonical_json(content)}".encode()


def holds(given: str, content: object, *, salt: str) -> bool:
    """Return whether a commitment was made of this content with this salt."""
    name = given.partition(":")[0]
    return name in BY_HASH and is_same(given, commitment(content, salt=salt, hash_name=name))
