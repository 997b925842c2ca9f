"""Claims (对接申请), the drafts that they begin as, and every version that was sent."""

from marketplace.claims.models.claim import (
    PITCH_LENGTH,
    REASON_LENGTH,
    Claim,
    ClaimState,
    phone_validator,
)
from marketplace.claims.models.draft import ClaimDraft, DraftAnswer, DraftFile
from marketplace.claims.models.partner import ClaimPartner, PartnerState
from marketplace.claims.models.version import ClaimVersion, StampedReceipt, VersionFile

__all__ = [
    "PITCH_LENGTH",
    "REASON_LENGTH",
    "Claim",
    "ClaimDraft",
    "ClaimPartner",
    "ClaimState",
    "ClaimVersion",
    "DraftAnswer",
    "DraftFile",
    "PartnerState",
    "StampedReceipt",
    "VersionFile",
    "phone_validator",
]
