"""What `journal verify` names of bids: those that could not be opened, and altered envelopes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.bids.models import Bid, Opening

if TYPE_CHECKING:
    from collections.abc import Iterator


def lost_bids() -> Iterator[str]:
    """Yield a line for each bid that could not be opened, and each vault that was altered."""
    for bid in Bid.objects.published().exclude(fault="").order_by("pk"):
        yield f"bids.bid {bid.pk}: what receipt {bid.receipt} was given for could not be opened"
    for opening in Opening.objects.filter(broken__gt=0).order_by("pk"):
        yield f"bids.opening {opening.pk}: {opening.broken} envelopes were altered before it"
