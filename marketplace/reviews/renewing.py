"""What an upheld objection does to a review: the same panel scores anew, or another is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.reviews.actions import note, note_seat
from marketplace.reviews.models import Panel
from marketplace.reviews.rounds import end_round, open_round, standing_round
from marketplace.reviews.transitions import PANEL, SEAT

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.challenges.models import Challenge


def score_anew(challenge: Challenge, *, by: User) -> None:
    """Replace the ranking and let the same panel sign new versions.

    The caller holds the lifecycle's lock and has asked the permission. Scoring that goes on
    already goes on.
    """
    panel = _panel_of(challenge)
    review = None if panel is None else standing_round(panel)
    if panel is None or review is None or review.is_scoring:
        return
    end_round(panel, by=by)
    open_round(panel)


def draw_anew(challenge: Challenge, *, by: User) -> None:
    """Replace the ranking and dismiss the panel: nobody who sat on it is drawn for it again.

    The caller holds the lifecycle's lock and has asked the permission. The earlier sheets, the
    draw and the ranking stay readable.
    """
    panel = _panel_of(challenge)
    if panel is None or not PANEL.allows("dismiss", panel.state):
        return
    end_round(panel, by=by)
    release_seats(panel)
    panel.move("dismiss")
    panel.save(update_fields=["state"])
    note("panel_dismissed", panel, panel=panel, by=by)


def release_seats(panel: Panel) -> None:
    """Release everybody of a panel under its lock."""
    for seat in panel.seats.for_rows():
        if SEAT.allows("release", seat.state):
            seat.panel = panel
            seat.move("release")
            seat.save(update_fields=["state"])
            note_seat("seat_released", seat, by=None)


def _panel_of(challenge: Challenge) -> Panel | None:
    found: Panel | None = Panel.objects.for_rows().filter(challenge=challenge).first()
    if found is not None:
        found.challenge = challenge
    return found
