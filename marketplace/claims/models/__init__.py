"""Claims (对接申请), their drafts and versions, and how they are handled."""

from marketplace.claims.models.claim import (
    PITCH_LENGTH,
    REASON_LENGTH,
    Claim,
    ClaimState,
    phone_validator,
)
from marketplace.claims.models.draft import ClaimDraft, DraftAnswer, DraftFile
from marketplace.claims.models.editor import DraftEditor
from marketplace.claims.models.handling import SUPERVISING, AnswerPrompt, ClaimNote, PromptKind
from marketplace.claims.models.mandate import Mandate, MandateState
from marketplace.claims.models.meeting import Meeting, MeetingState
from marketplace.claims.models.partner import ClaimPartner, PartnerState
from marketplace.claims.models.relisting import Relisting
from marketplace.claims.models.version import ClaimVersion, StampedReceipt, VersionFile

__all__ = [
    "PITCH_LENGTH",
    "REASON_LENGTH",
    "SUPERVISING",
    "AnswerPrompt",
    "Claim",
    "ClaimDraft",
    "ClaimNote",
    "ClaimPartner",
    "ClaimState",
    "ClaimVersion",
    "DraftAnswer",
    "DraftEditor",
    "DraftFile",
    "Mandate",
    "MandateState",
    "Meeting",
    "MeetingState",
    "PartnerState",
    "PromptKind",
    "Relisting",
    "StampedReceipt",
    "VersionFile",
    "phone_validator",
]
