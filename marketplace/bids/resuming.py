"""Taking a sealed bid up again as a draft, with the bidder's passphrase; the bid stays sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.bids import permissions, store
from marketplace.bids.book import Book
from marketplace.bids.entries import Draft, Entry
from marketplace.bids.submitting import own_key
from marketplace.challenges.actions import locked
from marketplace.core import clock
from marketplace.core.canonical import canonical_json
from marketplace.core.refusals import Refusal
from marketplace.organisations.permissions import anew
from marketplace.sealing.suites import new_key

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.challenges.models import Challenge
    from marketplace.organisations.models import Organisation


@transaction.atomic
def resume_bid(challenge: Challenge, *, firm: Organisation, by: User, passphrase: str) -> None:
    """Copy what was sealed into a draft; Refusal where there is a draft, or by another passphrase.

    The sealed bid counts until the draft replaces it.
    """
    fresh = locked(challenge)
    now = clock.now()
    permissions.may_draft(anew(by), fresh, firm=firm, at=now).demand()
    book = Book.read(fresh)
    entry = book.entries.get(firm.pk)
    if entry is None or entry.bid is None or entry.draft is not None:
        raise Refusal(_("There is a draft already; go on with it."), code="has_draft", status=409)
    old, key = own_key(challenge, firm=firm, passphrase=passphrase), new_key()
    plain = store.plain(entry.bid.text, key=old)
    text = canonical_json({"texts": plain["texts"], "files": plain["content"]["files"]})
    draft = Draft(
        key=key.hex(),
        text=store.put(text.encode(), key=key),
        files=tuple(store.put(store.take(one, key=old), key=key) for one in entry.bid.files),
        saved_at=now.isoformat(),
        saved_by=by.pk,
    )
    book.keep(Entry(firm.pk, draft, entry.bid))
