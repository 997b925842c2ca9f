"""A secret in three shares of which any two restore it, and locks of a passphrase."""

from __future__ import annotations

import itertools
import secrets
import unicodedata
from typing import Final

from Crypto.Protocol.SecretSharing import Shamir
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings

from marketplace.sealing.suites import KEY_BYTES, Context, seal, unseal

SHARES: Final = 3
NEEDED: Final = 2

_HALF: Final = 16
_SALT: Final = 16


def split(secret: bytes) -> dict[int, bytes]:
    """Return the three shares of a secret of 32 bytes by number; every pair was tried.

    The library shares sixteen bytes at a time, so the halves are shared apart, under one number.
    """
    if len(secret) != KEY_BYTES:
        raise ValueError(f"a secret of {KEY_BYTES} bytes is shared")
    first, second = (
        dict(Shamir.split(NEEDED, SHARES, half, ssss=False))
        for half in (secret[:_HALF], secret[_HALF:])
    )
    shares = {number: first[number] + second[number] for number in first}
    for pair in itertools.combinations(shares.items(), NEEDED):
        if combine(dict(pair)) != secret:
            raise RuntimeError("two shares do not restore the secret")
    return shares


def combine(shares: dict[int, bytes]) -> bytes:
    """Return the secret of two shares by number; shares that do not belong together give noise."""
    if len(shares) < NEEDED:
        raise ValueError(f"{NEEDED} shares are needed")
    pairs = list(shares.items())[:NEEDED]
    first = Shamir.combine([(number, share[:_HALF]) for number, share in pairs], ssss=False)
    second = Shamir.combine([(number, share[_HALF:]) for number, share in pairs], ssss=False)
    return bytes(first) + bytes(second)


def lock(secret: bytes, passphrase: str, *, context: Context) -> bytes:
    """Return a secret that only the passphrase opens; each guess costs memory and time."""
    salt = secrets.token_bytes(_SALT)
    return salt + seal(_stretched(passphrase, salt), secret, context=("lock", *context))


def unlock(locked: bytes, passphrase: str, *, context: Context) -> bytes:
    """Return what a passphrase locked; BrokenSealError for another passphrase."""
    key = _stretched(passphrase, locked[:_SALT])
    return unseal(key, locked[_SALT:], context=("lock", *context))


def _stretched(passphrase: str, salt: bytes) -> bytes:
    text = unicodedata.normalize("NFKC", passphrase).encode()
    kdf = Scrypt(salt=salt, length=KEY_BYTES, n=settings.SEAL_SCRYPT_COST, r=8, p=1)
    return kdf.derive(text)
