"""What a challenge's timeline tells of bids: every attempt to open, and what was opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from marketplace.bids.models import Bid, FormalCheck, Opener, Opening, OpeningAttempt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from marketplace.challenges.models import Challenge

WORDS: Final = {
    "opening_attempted": _("somebody tried to open the bids"),
    "bids_opened": _("the opening is finished"),
    "bids_destroyed": _("what was still sealed was destroyed unopened"),
    "openers_named": _("the openers were named"),
    "opener_replaced": _("an opener was replaced"),
    "share_rehearsed": _("an opener rehearsed"),
    "share_handed": _("an opener gave the passphrase"),
    "bid_admitted": _("a bid passed its formal check"),
    "deficits_written": _("a bid is to be completed"),
    "bid_excluded": _("a bid was excluded"),
}


def subjects(challenge: Challenge) -> Iterator[QuerySet[Any]]:
    """Yield openers, attempts, the opening, and once it is over the bids."""
    for model in (Opener, OpeningAttempt, Opening):
        yield model._default_manager.filter(challenge=challenge)
    opened = Bid.objects.published().filter(challenge=challenge)
    yield opened
    yield FormalCheck._default_manager.filter(bid__in=opened)
