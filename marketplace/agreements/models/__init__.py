"""Task agreements with their parts, versions, turns, signed copies, and what staff set for them."""

from marketplace.agreements.models.agreement import (
    NOTE_LENGTH,
    Agreement,
    AgreementState,
    Side,
)
from marketplace.agreements.models.parts import (
    TITLE_LENGTH,
    VALUE_LENGTH,
    Clause,
    Installment,
    Milestone,
    Partner,
    Promise,
)
from marketplace.agreements.models.rendering import FileKind, Rendering
from marketplace.agreements.models.signed_copy import CopyState, SignedCopy
from marketplace.agreements.models.terms import (
    CLAUSE_LENGTH,
    EndReason,
    PlanStep,
    StandardClause,
    Terms,
)
from marketplace.agreements.models.version import AgreementVersion, Turn, TurnKind

__all__ = [
    "CLAUSE_LENGTH",
    "NOTE_LENGTH",
    "TITLE_LENGTH",
    "VALUE_LENGTH",
    "Agreement",
    "AgreementState",
    "AgreementVersion",
    "Clause",
    "CopyState",
    "EndReason",
    "FileKind",
    "Installment",
    "Milestone",
    "Partner",
    "PlanStep",
    "Promise",
    "Rendering",
    "Side",
    "SignedCopy",
    "StandardClause",
    "Terms",
    "Turn",
    "TurnKind",
]
