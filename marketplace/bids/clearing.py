"""Emptying a vault once nothing in it is opened any more: by the opening, or by a side exit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from marketplace.bids import store
from marketplace.bids.decoys import Decoys
from marketplace.bids.entries import DESTROYED
from marketplace.bids.handing import forget_shares

if TYPE_CHECKING:
    from marketplace.bids.book import Book
    from marketplace.bids.entries import Entry, SealedBid


def clear(book: Book, *, keeps_bids: bool) -> None:
    """Destroy drafts and decoys, and unopened bids with their keys; receipts stay known."""
    gone: list[store.Kept] = []
    decoys = book.ledger.decoys.names()
    for entry in book.entries.values():
        gone += entry.draft.all_files() if entry.draft else ()
        entry.draft = None
        if entry.bid and entry.is_sealed and not keeps_bids:
            gone += entry.bid.all_files()
            book.ledger.acts.append(_destroyed(entry, entry.bid))
            entry.bid = entry.bid.destroyed()
    book.ledger.decoys = Decoys()
    book.write(with_decoys=False)
    transaction.on_commit(lambda: store.drop(gone))
    transaction.on_commit(lambda: store.remove(decoys))
    forget_shares(book.vault.challenge)


def _destroyed(entry: Entry, bid: SealedBid) -> dict[str, Any]:
    return {
        "firm": entry.firm,
        "verb": DESTROYED,
        "at": bid.at,
        "by": bid.by,
        "receipt": bid.receipt,
        "commitment": bid.commitment,
        "version": bid.version,
    }
