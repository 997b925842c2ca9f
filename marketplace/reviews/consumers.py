"""What becomes of a panel when its challenge ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.journal.consumers import consumer
from marketplace.reviews.actions import locked_panel, note
from marketplace.reviews.models import Panel, Seat
from marketplace.reviews.renewing import release_seats
from marketplace.reviews.rounds import end_round, standing_round
from marketplace.reviews.transitions import PANEL

if TYPE_CHECKING:
    from marketplace.experts.models import Expert
    from marketplace.journal.models import Entry


@consumer(
    "panel_ends_with_challenge", {"challenge_awarded", "challenge_failed", "challenge_terminated"}
)
def panel_ends_with_challenge(entry: Entry) -> None:
    """Release the seats of a challenge that was awarded or ended; ended panels stay as they are."""
    found = Panel.objects.for_rows().filter(challenge=int(entry.subject_key)).first()
    if found is None:
        return
    panel = locked_panel(found)
    if not PANEL.allows("end", panel.state):
        return
    panel.move("end")
    panel.save(update_fields=["state"])
    note("panel_ended", panel, panel=panel, by=None)
    release_seats(panel)
    review = standing_round(panel)
    if review is not None and review.is_scoring:
        end_round(panel, by=None)


def may_leave_panels(expert: Expert) -> Decision:
    """Return whether no panel waits for an expert who wants to leave the pool."""
    if Seat.objects.open_of(expert.pk).exists():
        return refused(_("Step back from the panels that you are on first."), "on_panel")
    return ALLOWED
