"""Notices of results with their candidates, and objections with their evidence."""

from marketplace.awards.models.objection import (
    EVIDENCE_LIMIT,
    GROUNDS_LENGTH,
    Evidence,
    Ground,
    Objection,
    ObjectionState,
    Remedy,
)
from marketplace.awards.models.result_notice import (
    STATEMENT_LENGTH,
    Candidate,
    ResultNotice,
    ResultNoticeState,
)

__all__ = [
    "EVIDENCE_LIMIT",
    "GROUNDS_LENGTH",
    "STATEMENT_LENGTH",
    "Candidate",
    "Evidence",
    "Ground",
    "Objection",
    "ObjectionState",
    "Remedy",
    "ResultNotice",
    "ResultNoticeState",
]
