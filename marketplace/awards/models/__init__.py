"""Notices of results with their candidates, objections, reports, and who is named next."""

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
from marketplace.awards.models.succession import (
    FACT_LENGTH,
    REASON_LENGTH,
    Succession,
    SuccessionState,
)

__all__ = [
    "EVIDENCE_LIMIT",
    "FACT_LENGTH",
    "GROUNDS_LENGTH",
    "REASON_LENGTH",
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
    "Succession",
    "SuccessionState",
]
