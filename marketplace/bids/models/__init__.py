"""Vaults with their envelopes, openers, openings, opened bids, partners and formal checks."""

from marketplace.bids.models.bid import Bid
from marketplace.bids.models.ceremony import CeremonyKey, Opener
from marketplace.bids.models.formal_check import (
    CURE_FILES,
    CURE_LENGTH,
    FINDING_LENGTH,
    UNSETTLED,
    CureFile,
    Exclusion,
    Finding,
    FormalCheck,
    FormalItem,
    FormalState,
)
from marketplace.bids.models.opening import Opening, OpeningAttempt, OpeningState
from marketplace.bids.models.partner import PARTNER_WORDS, BidPartner, PartnerState
from marketplace.bids.models.vault import Envelope, Vault

__all__ = [
    "CURE_FILES",
    "CURE_LENGTH",
    "FINDING_LENGTH",
    "PARTNER_WORDS",
    "UNSETTLED",
    "Bid",
    "BidPartner",
    "CeremonyKey",
    "CureFile",
    "Envelope",
    "Exclusion",
    "Finding",
    "FormalCheck",
    "FormalItem",
    "FormalState",
    "Opener",
    "Opening",
    "OpeningAttempt",
    "OpeningState",
    "PartnerState",
    "Vault",
]
