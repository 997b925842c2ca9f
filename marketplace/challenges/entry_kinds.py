"""The kinds of entries that challenges and their settings record."""

from __future__ import annotations

from typing import Final

ENTRY_KINDS: Final = (
    "programme_saved",
    "exitreason_saved",
    "challenge_handed_in",
    "challenge_taken_back",
    "challenge_handed_back",
    "challenge_argued",
    "challenge_argued_down",
    "fitness_asked",
    "reviewers_drawn",
    "fitness_voted",
    "challenge_published",
    "challenge_closed",
    "challenge_opened",
    "challenge_failed",
    "challenge_terminated",
    "challenge_withdrawn",
    "challenge_relisted",
    "planned_step_today",
    "planned_step_late",
)
