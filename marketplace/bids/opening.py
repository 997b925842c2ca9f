"""Opening the bids of a challenge: every attempt is noted, one opening happens, a kill stops none.

Bids are unsealed one after another, each in a transaction of its own, with a piece of a file in
memory. Nobody reads any of them before all are there.
"""

from __future__ import annotations

import logging
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from marketplace.bids import permissions, store
from marketplace.bids.book import Book, entries_of
from marketplace.bids.checking import begin_checks
from marketplace.bids.clearing import clear
from marketplace.bids.entries import Entry, SealedBid
from marketplace.bids.handing import secret_of
from marketplace.bids.models import Bid, Opening, OpeningAttempt
from marketplace.bids.time_lock import unlock_key
from marketplace.challenges.actions import leave, locked, open_challenge
from marketplace.challenges.defaults import NO_BIDS
from marketplace.challenges.models import ExitReason
from marketplace.core import clock
from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.core.refusals import Refusal
from marketplace.journal.record import record
from marketplace.organisations.permissions import anew
from marketplace.sealing.commitments import holds
from marketplace.sealing.keepers import keeper
from marketplace.sealing.suites import BrokenSealError

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.challenges.models import Challenge

logger = logging.getLogger(__name__)

BROKEN: Final = "broken"


def open_bids(challenge: Challenge, *, by: User, present: str = "") -> Opening:
    """Open all bids of a closed challenge, or go on where an opening was killed; return its record.

    Whoever tries, whenever, leaves an attempt in the journal. Refusal before the close, for anybody
    else than the openers, and once the bids were opened. Fewer bids than the rules ask for stay
    sealed for good, and the challenge ends without a result (流标).
    """
    _attempt(challenge, by=by).demand()
    opening = _begin(challenge, by=by, present=present)
    if opening.is_over:
        return opening
    for firm in _sealed_firms(challenge):
        _open_one(challenge, firm=firm)
    return _finish(challenge, by=by)


@transaction.atomic
def _attempt(challenge: Challenge, *, by: User) -> Decision:
    """Note that somebody tries, in a transaction that stands whatever comes of it."""
    fresh = locked(challenge)
    now = clock.now()
    decision = permissions.may_open(anew(by), fresh, at=now) and _is_readable(fresh)
    answer = OpeningAttempt.ALLOWED if decision else decision.code
    attempt = OpeningAttempt.objects.create(challenge=fresh, at=now, by=by, answer=answer)
    record("opening_attempted", attempt, actor=by, data={"answer": answer})
    return decision


def _is_readable(challenge: Challenge) -> Decision:
    try:
        Book.read(challenge)
    except Refusal as refusal:
        return refused(refusal.message, refusal.code)
    return ALLOWED


@transaction.atomic
def _begin(challenge: Challenge, *, by: User, present: str) -> Opening:
    """Return the one opening of a challenge, begun now where nobody has; ended where bids lack."""
    fresh = locked(challenge)
    now = clock.now()
    permissions.may_open(anew(by), fresh, at=now).demand(status=409)
    if fresh.seal_mode == fresh.SealMode.CEREMONY:
        secret_of(fresh)  # refuses while shares are missing
    opening, _is_new = Opening.objects.get_or_create(
        challenge=fresh,
        defaults={"begun_at": now, "begun_by": by, "present": present.strip()[:300]},
    )
    number = sum(entry.is_sealed for entry in Book.read(fresh).entries.values())
    if number < fresh.minimum_bids:
        _give_up(opening, fresh, by=by, number=number)
    return opening


@transaction.atomic
def _open_one(challenge: Challenge, *, firm: int) -> None:
    """Make the row of one bid; it is there already where another opener was quicker."""
    fresh = locked(challenge)
    entry = entries_of(fresh).get(firm)
    if entry is None or entry.bid is None or fresh.bids.filter(firm=firm).exists():
        return
    key, plain = _unsealed(fresh, entry.bid)
    bid = _bid(fresh, entry, plain=plain)
    if key is not None:
        bid.data_key = keeper().wrap(key, context=("opened", bid.receipt))
        bid.files = [asdict(one) for one in entry.bid.files]
    bid.save(force_insert=True)
    record("bid_opened", bid, actor=None, data={"challenge": fresh.pk})


@transaction.atomic
def _finish(challenge: Challenge, *, by: User) -> Opening:
    """Write the record, move the challenge along, and destroy what was never submitted.

    What was opened is compared with the ledger first: every body that had a bid sealed has a row
    with its receipt and commitment, and no other body has one.
    """
    fresh = locked(challenge)
    opening = Opening.objects.get(challenge=fresh)
    if opening.is_over:
        return opening
    book = Book.read(fresh)
    _compare(fresh, book)
    _note_vault(opening, book)
    opening.settle("finish", at=clock.now(), total=fresh.bids.count())
    opening.save(update_fields=["state", "finished_at", "total", "acts", "broken"])
    record("bids_opened", opening, actor=by, data={"challenge": fresh.pk, "total": opening.total})
    open_challenge(fresh, by=by)
    begin_checks(fresh, at=clock.now())
    clear(book, keeps_bids=True)
    return opening


def _give_up(opening: Opening, challenge: Challenge, *, by: User, number: int) -> None:
    book = Book.read(challenge)
    _note_vault(opening, book)
    opening.settle("give_up", at=clock.now(), total=number)
    opening.save(update_fields=["state", "finished_at", "total", "acts", "broken"])
    record("bids_opened", opening, actor=by, data={"challenge": challenge.pk, "total": number})
    reason = ExitReason.objects.get(code=NO_BIDS)
    leave(challenge, "fail", by=by, reason=reason, words="")
    clear(book, keeps_bids=False)


def _compare(challenge: Challenge, book: Book) -> None:
    """Let rows be what the ledger says: one for each sealed bid, as it was committed to."""
    sealed = {firm: entry for firm, entry in book.entries.items() if entry.is_sealed}
    for bid in challenge.bids.all():
        known = sealed.get(bid.firm_id)
        if known is None or _named(known.bid) != _named(bid):
            logger.error("bid %s of challenge %s was never sealed", bid.pk, challenge.pk)
            bid.delete()
    for firm in sorted(sealed):
        _open_one(challenge, firm=firm)


def _named(bid: Bid | SealedBid | None) -> tuple[str, str] | None:
    return None if bid is None else (bid.receipt, bid.commitment)


def _note_vault(opening: Opening, book: Book) -> None:
    opening.acts = [*book.ledger.acts]
    opening.broken = book.ledger.broken + book.broken


def _sealed_firms(challenge: Challenge) -> list[int]:
    opened = set(Bid.objects.filter(challenge=challenge).values_list("firm", flat=True))
    sealed = {firm for firm, entry in entries_of(challenge).items() if entry.is_sealed}
    return sorted(sealed - opened)


def _unsealed(
    challenge: Challenge, sealed: SealedBid
) -> tuple[bytes | None, dict[str, Any] | None]:
    """Return key and plain text of a bid whose every file was checked; nothing where one broke."""
    secret = secret_of(challenge) if challenge.seal_mode == challenge.SealMode.CEREMONY else None
    try:
        key = unlock_key(sealed.locked, challenge, secret=secret)
        plain = store.plain(sealed.text, key=key)
        is_whole = holds(sealed.commitment, plain["content"], salt=plain["salt"])
        for kept, facts in zip(sealed.files, plain["content"]["files"], strict=True):
            is_whole &= store.sha256_of(kept, key=key) == facts["sha256"]
    except (BrokenSealError, ValueError, KeyError):
        return None, None
    return (key, plain) if is_whole else (None, None)


def _bid(challenge: Challenge, entry: Entry, *, plain: dict[str, Any] | None) -> Bid:
    sealed = entry.bid
    assert sealed is not None  # noqa: S101 - the caller has looked
    bid = Bid(
        challenge=challenge,
        firm_id=entry.firm,
        receipt=sealed.receipt,
        commitment=sealed.commitment,
        version=sealed.version,
        submitted_at=datetime.fromisoformat(sealed.at),
        submitted_by_id=sealed.by,
    )
    if plain is None:
        bid.fault = BROKEN
    else:
        bid.content, bid.salt = plain["content"], plain["salt"]
    return bid
