"""Emptying a vault once nothing in it is opened any more: by the opening, or by a side exit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from marketplace.bids import store
from marketplace.bids.book import Book
from marketplace.bids.decoys import Decoys
from marketplace.bids.entries import DESTROYED
from marketplace.bids.handing import forget_shares
from marketplace.bids.models import Opening, Vault
from marketplace.challenges.actions import locked
from marketplace.challenges.models import Challenge
from marketplace.core.refusals import Refusal
from marketplace.journal.consumers import consumer
from marketplace.journal.record import record

if TYPE_CHECKING:
    from marketplace.bids.entries import Entry as Envelope
    from marketplace.bids.entries import SealedBid
    from marketplace.bids.models import Bid
    from marketplace.journal.models import Entry


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
    book.ledger.decoys, book.ledger.cleared = Decoys(), True
    book.write(with_decoys=False)
    transaction.on_commit(lambda: store.drop(gone))
    transaction.on_commit(lambda: store.remove(decoys))
    forget_shares(book.vault.challenge)


@consumer("vaults_on_exit", {"challenge_failed", "challenge_terminated", "challenge_withdrawn"})
def empty_on_exit(entry: Entry) -> None:
    """Let nothing sealed outlive a challenge that left the chain before its bids were opened."""
    challenge = Challenge.objects.for_rows().filter(pk=int(entry.subject_key)).first()
    if challenge is not None:
        empty_vault(challenge)


@transaction.atomic
def empty_vault(challenge: Challenge) -> None:
    """Destroy what a challenge that has ended holds unopened; once, and whatever it holds.

    The entry that says so is the same with bids and without, so that it tells nobody who bid.
    """
    fresh = locked(challenge)
    over = Opening.objects.filter(challenge=fresh).exclude(state=Opening.State.RUNNING)
    is_listed = Vault.objects.filter(challenge=fresh).exists()
    if not is_listed or not fresh.has_ended or over.exists():
        return
    try:
        book = Book.read(fresh)
    except Refusal:
        book = Book.rest(fresh)
    if book.ledger.cleared:
        return
    clear(book, keeps_bids=False)
    for bid in fresh.bids.all():
        _destroy_half_opened(bid)
    record("bids_destroyed", fresh, actor=None, data={"demand": fresh.demand_id})


def _destroy_half_opened(bid: Bid) -> None:
    """Take from a row that an unfinished opening made what nobody has read yet."""
    files = [store.Kept(**one) for one in bid.files]
    bid.content, bid.salt, bid.files, bid.data_key, bid.fault = {}, "", [], b"", DESTROYED
    bid.save(update_fields=["content", "salt", "files", "data_key", "fault"])
    record("bid_destroyed", bid, actor=None, data={"challenge": bid.challenge_id})
    transaction.on_commit(lambda: store.drop(files))


def _destroyed(entry: Envelope, bid: SealedBid) -> dict[str, Any]:
    return {
        "firm": entry.firm,
        "verb": DESTROYED,
        "at": bid.at,
        "by": bid.by,
        "receipt": bid.receipt,
        "commitment": bid.commitment,
        "version": bid.version,
    }
