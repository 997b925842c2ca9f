"""Authenticated encryption and digests, by international or by Chinese commercial algorithms."""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from django.conf import settings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers import CipherAlgorithm

Context = tuple[str, ...]
"""What a sealed text belongs to: purpose first, then the keys of the rows it stands for."""

KEY_BYTES: Final = 32
"""The length of every data key; a suite with shorter keys derives them."""

_NONCE: Final = 12
_TAG: Final = 16
_FORM: Final = b"XS1"


class BrokenSealError(ValueError):
    """Sealed bytes were altered, cut, moved to another context, or belong to another key."""


@dataclass(frozen=True, slots=True)
class Suite:
    """A cipher in GCM with its hash; `mark` is the byte by which sealed bytes name it."""

    name: str
    mark: bytes
    cipher: Callable[[bytes], CipherAlgorithm]
    cipher_key_bytes: int
    hash: Callable[[], hashes.HashAlgorithm]
    hash_name: str

    def digest(self, content: bytes) -> bytes:
        """Return the plain digest of bytes."""
        one = hashes.Hash(self.hash())
        one.update(content)
        return one.finalize()

    def keyed_digest(self, key: bytes, content: bytes) -> bytes:
        """Return the HMAC of bytes."""
        one = HMAC(key, self.hash())
        one.update(content)
        return one.finalize()

    def derived(self, key: bytes, purpose: bytes) -> bytes:
        """Return the key of the cipher for a purpose, derived from a data key."""
        return HKDFExpand(self.hash(), self.cipher_key_bytes, purpose).derive(key)


AES: Final = Suite("aes", b"A", algorithms.AES, 32, hashes.SHA256, "sha256")
SM: Final = Suite("sm", b"S", algorithms.SM4, 16, hashes.SM3, "sm3")
SUITES: Final = {one.name: one for one in (AES, SM)}
_BY_MARK: Final = {one.mark: one for one in (AES, SM)}
BY_HASH: Final = {one.hash_name: one for one in (AES, SM)}


def suite() -> Suite:
    """Return the suite that new content is sealed with, as the settings say."""
    return SUITES[settings.SEAL_SUITE]


def new_key() -> bytes:
    """Return a random data key."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, content: bytes, *, context: Context) -> bytes:
    """Return content encrypted and bound to its context, under a nonce of its own."""
    used = suite()
    head = _FORM + used.mark + secrets.token_bytes(_NONCE)
    return head + encrypt(
        used,
        used.derived(key, head[:4]),
        nonce=head[4:],
        content=content,
        bound=_bound(head, context),
    )


def unseal(key: bytes, sealed: bytes, *, context: Context) -> bytes:
    """Return what was sealed, by whichever suite; BrokenSealError for anything else."""
    head, body = sealed[: 4 + _NONCE], sealed[4 + _NONCE :]
    used = _BY_MARK.get(head[3:4])
    if used is None or head[:3] != _FORM or len(body) < _TAG:
        raise BrokenSealError("these are no sealed bytes")
    return decrypt(
        used, used.derived(key, head[:4]), nonce=head[4:], sealed=body, bound=_bound(head, context)
    )


def encrypt(used: Suite, key: bytes, *, nonce: bytes, content: bytes, bound: bytes) -> bytes:
    """Return GCM ciphertext with its tag of sixteen bytes at the end."""
    one = Cipher(used.cipher(key), modes.GCM(nonce)).encryptor()
    one.authenticate_additional_data(bound)
    return one.update(content) + one.finalize() + one.tag


def decrypt(used: Suite, key: bytes, *, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
    """Return the plaintext of `encrypt`; BrokenSealError where a single bit differs."""
    one = Cipher(used.cipher(key), modes.GCM(nonce, sealed[-_TAG:])).decryptor()
    one.authenticate_additional_data(bound)
    content = one.update(sealed[:-_TAG])
    try:
        return content + one.finalize()
    except InvalidTag as error:
        raise BrokenSealError("the seal is broken, or belongs elsewhere") from error


def is_same(one: str, other: str) -> bool:
    """Return whether two texts are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())


def _bound(head: bytes, context: Context) -> bytes:
    return head + json.dumps(context, ensure_ascii=True, separators=(",", ":")).encode()
