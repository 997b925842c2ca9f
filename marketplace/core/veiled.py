"""Names of rows in addresses, which tell nobody how many rows there are.

A key that counts up tells whoever has two of them what others did in between. The name is the key
enciphered with a secret of the portal, another one for each table: it looks random, stays the same,
and needs no column.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings
from django.db import models

NAME = "[A-Za-z0-9_-]{22}"
"""What every name looks like."""

_HALF = 8


def veil(model: type[models.Model], key: int) -> str:
    """Return the name of a row; OverflowError where no bigint column holds the key."""
    block = _label(model) + key.to_bytes(_HALF, "big", signed=True)
    cipher = _cipher(next(_secrets())).encryptor()
    return urlsafe_b64encode(cipher.update(block)).decode().rstrip("=")


def name_of(row: models.Model) -> str:
    """Return the name of a saved row."""
    return veil(type(row), row.pk)


def unveil(model: type[models.Model], name: str) -> int:
    """Return the key of the row that a name of 22 characters means, or 0, which no row has."""
    block = urlsafe_b64decode(f"{name}==")
    for secret in _secrets():
        plain = _cipher(secret).decryptor().update(block)
        if plain.startswith(_label(model)):
            return int.from_bytes(plain[_HALF:], "big", signed=True)
    return 0


def _label(model: type[models.Model]) -> bytes:
    """Return what every name of a table begins with before it is enciphered."""
    return hashlib.sha256(model._meta.label_lower.encode()).digest()[:_HALF]


def _secrets() -> Iterator[str]:
    """Return the secret in force, and those before it, whose addresses still lead somewhere."""
    yield settings.SECRET_KEY
    yield from map(str, settings.SECRET_KEY_FALLBACKS)


def _cipher(secret: str) -> Cipher[modes.ECB]:
    """Return the cipher of a secret; a name is one block, so that nothing is chained."""
    key = hashlib.sha256(f"names of rows:{secret}".encode()).digest()
    return Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305 - one block, which never repeats
