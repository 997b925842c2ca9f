"""Submitting, replacing and withdrawing a bid, until the close and not a millisecond longer.

Nothing of it is recorded in the journal at once: the clock's beats record what happened under
keyed digests, as often when nothing happened, and the opening tells it in full.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.bids import permissions, store
from marketplace.bids.book import Book, entries_of
from marketplace.bids.drafting import Written, read_written
from marketplace.bids.entries import Draft, Entry, SealedBid
from marketplace.bids.limits import refuse_too_many
from marketplace.bids.proposals import problems, written
from marketplace.bids.time_lock import lock_key
from marketplace.bids.transitions import BID
from marketplace.challenges.actions import locked
from marketplace.core import clock
from marketplace.core.canonical import canonical_json
from marketplace.core.numbers import receipt_number
from marketplace.core.refusals import Refusal
from marketplace.organisations.locks import locked as locked_body
from marketplace.organisations.permissions import anew
from marketplace.sealing.commitments import commitment, new_salt
from marketplace.sealing.shares import lock, unlock
from marketplace.sealing.suites import BrokenSealError, new_key

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.accounts.models import User
    from marketplace.challenges.models import Challenge
    from marketplace.organisations.models import Organisation

LEAST_PASSPHRASE: Final = 10


def submit_bid(
    challenge: Challenge,
    *,
    firm: Organisation,
    by: User,
    seen: str,
    passphrase: str = "",
    idempotency_key: str = "",
) -> SealedBid:
    """Seal a body's draft as it was `seen`, in the place of what it had sealed, and return it.

    The same key returns the bid that it made. With a passphrase the body reads its bid before the
    opening, without one nobody does. Files are encrypted anew before the lock is taken, and removed
    again where the bid is refused. Refusal where the draft was changed or has problems, where the
    body may not bid, and from the close on.
    """
    entry = entries_of(challenge).get(firm.pk)
    if entry is not None and _is_repeated(entry, idempotency_key):
        return _bid_of(entry)
    draft = _seen(entry, seen)
    _refuse_weak(passphrase)
    key = new_key()
    files: list[store.Kept] = []
    try:
        bid = _prepared(challenge, draft, key=key, files=files)
        own = lock(key, passphrase, context=_own(challenge, firm)).hex() if passphrase else ""
        bid = replace(bid, by=by.pk, key=idempotency_key, own=own)
        kept = _submit(challenge, firm, bid=bid, by=by, seen=seen)
    except BrokenSealError as error:
        store.drop(files)
        return _after_all(challenge, firm, seen=seen, key=idempotency_key, error=error)
    except BaseException:
        store.drop(files)
        raise
    if kept.receipt != bid.receipt:
        store.drop(files)
    return kept


@transaction.atomic
def withdraw_bid(challenge: Challenge, *, firm: Organisation, by: User) -> None:
    """Take a sealed bid back until the close; its keys and files are destroyed."""
    fresh = locked(challenge)
    now = clock.now()
    permissions.may_withdraw(anew(by), fresh, firm=firm, at=now).demand()
    book = Book.read(fresh)
    entry = book.entries.get(firm.pk)
    if entry is None or entry.bid is None:
        raise Refusal(_("There is no sealed bid of yours."), code="nothing", status=409)
    bid = entry.bid.withdrawn()
    book.keep(Entry(firm.pk, entry.draft, bid), **_act("withdrawn", bid, by=by, at=now))


def read_own_bid(challenge: Challenge, *, firm: Organisation, passphrase: str) -> dict[str, Any]:
    """Return what a body sealed, opened with its passphrase; the caller has asked who reads."""
    key = own_key(challenge, firm=firm, passphrase=passphrase)
    bid = _bid_of(entries_of(challenge)[firm.pk])
    content: dict[str, Any] = store.plain(bid.text, key=key)["content"]
    return content


def own_key(challenge: Challenge, *, firm: Organisation, passphrase: str) -> bytes:
    """Return the data key of a body's sealed bid by its passphrase.

    Refusal where no passphrase was given at the submission, or it was another.
    """
    entry = entries_of(challenge).get(firm.pk)
    if entry is None or not entry.is_sealed or entry.bid is None or not entry.bid.own:
        raise Refusal(
            _("Without a passphrase given at the submission nobody reads it before the opening."),
            code="no_passphrase",
            status=409,
        )
    try:
        return unlock(bytes.fromhex(entry.bid.own), passphrase, context=_own(challenge, firm))
    except BrokenSealError as error:
        message = _("This is not the passphrase of your bid.")
        raise Refusal(
            message, code="wrong_passphrase", status=422, fields={"passphrase": [message]}
        ) from error


@transaction.atomic
def _submit(
    challenge: Challenge, firm: Organisation, *, bid: SealedBid, by: User, seen: str
) -> SealedBid:
    """Put a bid in under the lock, at the instant that the database says then."""
    fresh = locked(challenge)
    book = Book.read(fresh)
    now = clock.now()
    entry = book.entries.get(firm.pk)
    if entry is not None and _is_repeated(entry, bid.key):
        return _bid_of(entry)
    locked_body(firm)
    permissions.may_submit(anew(by), fresh, firm=firm, at=now).demand()
    _seen(entry, seen)
    assert entry is not None  # noqa: S101 - `_seen` has found its draft
    verb = "replace" if entry.is_sealed else "submit"
    BID.target(verb, entry.state)
    if verb == "submit":
        refuse_too_many(fresh, firm)
    version = entry.bid.version + 1 if entry.bid else 1
    bid = replace(bid, at=now.isoformat(), version=version)
    book.keep(Entry(firm.pk, None, bid), **_act("sealed", bid, by=by, at=now))
    return bid


def _act(verb: str, bid: SealedBid, *, by: User, at: datetime) -> dict[str, Any]:
    return {
        "verb": verb,
        "at": at.isoformat(),
        "by": by.pk,
        "receipt": bid.receipt,
        "commitment": bid.commitment,
        "version": bid.version,
    }


def _is_repeated(entry: Entry, key: str) -> bool:
    return bool(key) and entry.bid is not None and entry.is_sealed and entry.bid.key == key


def _bid_of(entry: Entry) -> SealedBid:
    assert entry.bid is not None  # noqa: S101 - the caller has looked
    return entry.bid


def _seen(entry: Entry | None, seen: str) -> Draft:
    if entry is None or entry.draft is None:
        raise Refusal(_("There is no draft that could be sealed."), code="no_draft", status=409)
    if entry.draft.mark != seen:
        raise Refusal(
            _("The draft was changed since this page was shown. Read it once more, then seal it."),
            code="changed_meanwhile",
        )
    return entry.draft


def _content(challenge: Challenge, draft: Written) -> dict[str, Any]:
    found = problems(draft.texts, challenge)
    if found:
        raise Refusal(
            _("Something is missing or must be put right before this can be sealed."),
            code="mistakes",
            status=422,
            fields=found,
        )
    return {**written(draft.texts, challenge), "files": draft.files}


def _prepared(
    challenge: Challenge, draft: Draft, *, key: bytes, files: list[store.Kept]
) -> SealedBid:
    """Return a bid of a draft that is not put in yet; `files` takes what was written for it.

    BrokenSealError where something was altered on disk, or removed by who was quicker.
    """
    read = read_written(draft)
    content, salt = _content(challenge, read), new_salt()
    plain = {"content": content, "salt": salt, "texts": read.texts}
    files.append(store.put(canonical_json(plain).encode(), key=key))
    for kept, facts in zip(draft.files, read.files, strict=True):
        piece = store.take(kept, key=bytes.fromhex(draft.key))
        if hashlib.sha256(piece).hexdigest() != facts["sha256"]:
            raise BrokenSealError("an attachment is not the one that was uploaded")
        files.append(store.put(piece, key=key))
    return SealedBid(
        receipt=receipt_number(),
        commitment=commitment(content, salt=salt),
        at="",
        by=0,
        version=1,
        locked=lock_key(key, challenge),
        text=files[0],
        files=tuple(files[1:]),
    )


def _after_all(
    challenge: Challenge, firm: Organisation, *, seen: str, key: str, error: BrokenSealError
) -> SealedBid:
    """Return what the same key made meanwhile; Refusal that says what happened to the draft."""
    entry = entries_of(challenge).get(firm.pk)
    if entry is not None and _is_repeated(entry, key):
        return _bid_of(entry)
    _seen(entry, seen)
    message = _("An attachment was damaged on the way. Remove it and upload it again.")
    raise Refusal(message, code="file_changed", status=422) from error


def _refuse_weak(passphrase: str) -> None:
    if passphrase and len(passphrase) < LEAST_PASSPHRASE:
        message = _("A passphrase has at least ten characters.")
        raise Refusal(message, code="weak", status=422, fields={"passphrase": [message]})


def _own(challenge: Challenge, firm: Organisation) -> tuple[str, ...]:
    return ("own", f"challenge:{challenge.pk}", f"firm:{firm.pk}")
