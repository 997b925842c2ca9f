"""What listings write to the journal."""

from __future__ import annotations

from typing import Final

_OF_BOTH = (
    "submitted recalled step_opened step_approved returned scheduled published revised "
    "withdrawn confirmed batched reassigned sheet_attached"
)

ENTRY_KINDS: Final = (
    "batch_saved",
    *(f"{key}_{verb}" for key in ("demand", "capability") for verb in _OF_BOTH.split()),
    "demand_closing",
    "demand_closed",
    "demand_relisted",
    "addendum_published",
    "question_asked",
    "question_drafted",
    "question_refused",
    "question_returned",
    "question_answered",
    "question_declined",
    "question_merged",
)
"""All kinds of entries about demands, capabilities, batches, addenda and questions."""
