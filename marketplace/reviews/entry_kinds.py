"""The entries of the journal that panels, scores and rankings make."""

from __future__ import annotations

from typing import Final

ENTRY_KINDS: Final = (
    "panel_promised",
    "panel_drawn",
    "panel_seated",
    "panel_vacated",
    "panel_ended",
    "panel_dismissed",
    "draw_promised",
    "draw_dropped",
    "draw_held",
    "seat_called",
    "seat_reserved",
    "seat_declared",
    "seat_recused",
    "seat_released",
    "declaration_due_today",
    "declaration_missed",
    "scoring_opened",
    "scoring_ranked",
    "scoring_shown",
    "scoring_replaced",
    "scoring_dropped",
    "sheet_signed",
    "ranking_frozen",
)
