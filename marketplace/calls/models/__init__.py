"""Rounds with the replies of bodies, open calls, and proposals."""

from marketplace.calls.models.call import TITLE_LENGTH, WORDS_LENGTH, Call, CallState
from marketplace.calls.models.collecting import (
    NOTE_LENGTH,
    Escalation,
    Need,
    Reply,
    ReplyState,
    Round,
    RoundReminder,
)
from marketplace.calls.models.opencall import (
    ANSWER_LENGTH,
    BENEFIT_LENGTH,
    NEED_LENGTH,
    CallKind,
    OpenCall,
    Proposal,
    ProposalState,
    named_source_of,
)

__all__ = [
    "ANSWER_LENGTH",
    "BENEFIT_LENGTH",
    "NEED_LENGTH",
    "NOTE_LENGTH",
    "TITLE_LENGTH",
    "WORDS_LENGTH",
    "Call",
    "CallKind",
    "CallState",
    "Escalation",
    "Need",
    "OpenCall",
    "Proposal",
    "ProposalState",
    "Reply",
    "ReplyState",
    "Round",
    "RoundReminder",
    "named_source_of",
]
