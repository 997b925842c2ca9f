"""Key pairs: anybody seals with the public half (HPKE, RFC 9180), one secret opens."""

from __future__ import annotations

import json
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from marketplace.sealing.suites import BrokenSealError, Context

_HPKE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def new_secret() -> bytes:
    """Return the secret half of a new pair, 32 bytes."""
    return X25519PrivateKey.generate().private_bytes_raw()


def public_of(secret: bytes) -> bytes:
    """Return the public half that belongs to a secret, 32 bytes."""
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def seal_to(public: bytes, content: bytes, *, context: Context) -> bytes:
    """Return content that only the secret of a public half opens, bound to its context."""
    return _HPKE.encrypt(content, X25519PublicKey.from_public_bytes(public), info=_info(context))


def unseal_with(secret: bytes, sealed: bytes, *, context: Context) -> bytes:
    """Return what was sealed to a secret's public half; BrokenSealError for anything else."""
    key = X25519PrivateKey.from_private_bytes(secret)
    try:
        return _HPKE.decrypt(sealed, key, info=_info(context))
    except (InvalidTag, ValueError) as error:
        raise BrokenSealError("this is not sealed to this key") from error


def _info(context: Context) -> bytes:
    return json.dumps(["pair", *context], ensure_ascii=True, separators=(",", ":")).encode()
