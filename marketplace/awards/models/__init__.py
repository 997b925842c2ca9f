"""Notices of results with their candidates, objections and reports with their evidence."""

from marketplace.awards.models.objection import (
    EVIDENCE_LIMIT,
    GROUNDS_LENGTH,
    Evidence,
    Ground,
    Objection,
    ObjectionState,
    Remedy,
)
from marketplace.awards.models.report import Concern, Report, ReportEvidence, ReportState
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
    "Concern",
    "Evidence",
    "Ground",
    "Objection",
    "ObjectionState",
    "Remedy",
    "Report",
    "ReportEvidence",
    "ReportState",
    "ResultNotice",
    "ResultNoticeState",
]
