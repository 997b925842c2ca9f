"""What is sealed to a public half opens with its secret only."""

from __future__ import annotations

import pytest

from marketplace.sealing.pairs import new_secret, public_of, seal_to, unseal_with
from marketplace.sealing.suites import BrokenSealError

CONTEXT = ("ceremony", "challenge:7")


def test_the_secret_opens_what_was_sealed_to_its_public_half():
    secret = new_secret()
    sealed = seal_to(public_of(secret), b"data key", context=CONTEXT)
    assert unseal_with(secret, sealed, context=CONTEXT) == b"data key"


def test_another_secret_another_context_and_altered_bytes_open_nothing():
    secret = new_secret()
    sealed = seal_to(public_of(secret), b"data key", context=CONTEXT)
    for key, given, context in (
        (new_secret(), sealed, CONTEXT),
        (secret, sealed, ("ceremony", "challenge:8")),
        (secret, sealed[:-1] + bytes([sealed[-1] ^ 1]), CONTEXT),
        (secret, b"", CONTEXT),
    ):
        with pytest.raises(BrokenSealError):
            unseal_with(key, given, context=context)
