"""The entries of the journal that task agreements and their settings make."""

from __future__ import annotations

from typing import Final

ENTRY_KINDS: Final = (
    "terms_saved",
    "endreason_saved",
    "agreement_drafted",
    "agreement_written",
    "agreement_offered",
    "agreement_handed_back",
    "agreement_taken_back",
    "agreement_agreed",
    "agreement_copy_sent",
    "agreement_copy_confirmed",
    "agreement_copy_rejected",
    "agreement_signed",
    "agreement_amended",
    "agreement_ended",
    "agreement_due_today",
    "agreement_overdue",
    "agreement_unsigned",
)
