"""Vaults with their envelopes, openers, openings, and bids as they were opened."""

from marketplace.bids.models.bid import Bid
from marketplace.bids.models.ceremony import CeremonyKey, Opener
from marketplace.bids.models.opening import Opening, OpeningAttempt, OpeningState
from marketplace.bids.models.vault import Envelope, Vault

__all__ = [
    "Bid",
    "CeremonyKey",
    "Envelope",
    "Opener",
    "Opening",
    "OpeningAttempt",
    "OpeningState",
    "Vault",
]
