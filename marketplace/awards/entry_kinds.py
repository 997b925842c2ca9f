"""The entries of the journal that results, objections, reports and namings make."""

from __future__ import annotations

from typing import Final

ENTRY_KINDS: Final = (
    "challenge_noticed",
    "challenge_awarded",
    "result_notice_shown",
    "result_notice_cancelled",
    "result_notice_settled",
    "result_notice_superseded",
    "result_notice_restored",
    "succession_named",
    "succession_withdrawn",
    "succession_asked",
    "succession_due_today",
    "succession_stood",
    "succession_declined",
    "succession_lapsed",
    "succession_passed_over",
    "objection_filed",
    "objection_withdrawn",
    "objection_rejected",
    "objection_upheld",
    "objection_due_today",
    "objection_overdue",
    "report_filed",
    "report_taken",
    "report_answered",
    "report_closed",
    "report_due_today",
    "report_overdue",
)
