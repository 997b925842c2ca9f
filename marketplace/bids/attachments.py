"""Attachments of opened bids: encrypted on disk, decrypted on the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.bids import store
from marketplace.bids.store import Kept
from marketplace.sealing.keepers import keeper

if TYPE_CHECKING:
    from marketplace.bids.models import Bid


def attachment_of(bid: Bid, place: int) -> bytes:
    """Return an attachment of an opened bid by its place from nought; the caller asks who reads.

    BrokenSealError where it was altered on disk.
    """
    key = keeper().unwrap(bytes(bid.data_key), context=("opened", bid.receipt))
    return store.take(Kept(**bid.files[place]), key=key)
