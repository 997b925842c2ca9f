"""The one way by which the key of a sealed bid is locked, and the one way by which it is unlocked.

Nothing else in the portal unwraps what `lock_key` wrapped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from marketplace.bids.permissions import is_due
from marketplace.core import clock
from marketplace.sealing.keepers import keeper
from marketplace.sealing.pairs import seal_to, unseal_with

if TYPE_CHECKING:
    from marketplace.challenges.models import Challenge


def lock_key(key: bytes, challenge: Challenge) -> str:
    """Return a data key under the time lock, and in a ceremony under its public half besides."""
    wrapped = keeper().wrap(key, context=_context(challenge))
    if challenge.seal_mode == challenge.SealMode.CEREMONY:
        public = bytes(challenge.ceremony_key.public)
        wrapped = seal_to(public, wrapped, context=_context(challenge))
    return wrapped.hex()


def unlock_key(locked: str, challenge: Challenge, *, secret: bytes | None) -> bytes:
    """Return the data key of a sealed bid; Refusal before the instant, by the database's clock.

    The caller holds the lifecycle lock and has just read the challenge under it. `secret` is the
    ceremony's, restored from two shares. BrokenSealError for anything that was altered.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a bid is unsealed under the lifecycle lock")
    is_due(challenge, at=clock.now()).demand(status=409)
    wrapped = bytes.fromhex(locked)
    if secret is not None:
        wrapped = unseal_with(secret, wrapped, context=_context(challenge))
    return keeper().unwrap(wrapped, context=_context(challenge))


def _context(challenge: Challenge) -> tuple[str, ...]:
    return ("time lock", f"challenge:{challenge.pk}")
