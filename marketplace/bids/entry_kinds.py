"""The kinds of entries that bids record."""

from __future__ import annotations

from typing import Final

ENTRY_KINDS: Final = (
    "envelope_kept",
    "opening_attempted",
    "bid_opened",
    "bids_opened",
    "bids_destroyed",
    "bid_destroyed",
    "openers_named",
    "opener_ready",
    "opener_replaced",
    "share_rehearsed",
    "share_handed",
    "bid_partner_asked",
    "bid_partner_confirmed",
    "bid_partner_declined",
    "deficits_written",
    "deficits_cured",
    "exclusion_proposed",
    "exclusion_turned_down",
    "bid_admitted",
    "bid_excluded",
)
