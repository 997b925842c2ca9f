"""Who may score, sign, agree and read, always with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from marketplace.challenges.models import Challenge
from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.experts.permissions import is_self
from marketplace.reviews.models import Panel
from marketplace.reviews.permissions import may_look
from marketplace.reviews.rounds import chair_of, filed_sheets, members_of, standing_round

if TYPE_CHECKING:
    from marketplace.reviews.models import ReviewRound, Seat

_NOT_SCORING: Final = refused(
    _("Scores are taken from when the panel is complete until its ranking is frozen."),
    "wrong_state",
)


def may_score(user: Any, seat: Seat) -> Decision:
    """Return whether a member may write and sign the own sheet now."""
    decision = may_look(user, seat)
    return decision and scoring_goes_on(seat.panel)


def may_lead(user: Any, panel: Panel) -> Decision:
    """Return whether a person may write the findings: the chair, while the round goes on."""
    chair = chair_of(panel)
    if chair is None or not is_self(user, chair.expert):
        return refused(_("The chair of the panel does this."), "not_self")
    return scoring_goes_on(panel) and _all_signed(panel)


def may_freeze(user: Any, panel: Panel) -> Decision:
    """Return whether the ranking may be frozen: by the chair, of a complete panel that signed."""
    decision = may_lead(user, panel)
    if decision and panel.state != Panel.State.SEATED:
        return refused(_("A place of the panel is vacant; somebody is called."), "vacant")
    return decision


def scoring_goes_on(panel: Panel) -> Decision:
    """Return whether a round takes sheets."""
    review = standing_round(panel)
    is_opened = panel.challenge.state == Challenge.State.OPENED
    if review is None or not review.is_scoring or not is_opened:
        return _NOT_SCORING
    return ALLOWED


def waits_for(review: ReviewRound) -> list[Seat]:
    """Return the present members who have not signed a sheet in a round."""
    members = members_of(review.panel)
    signed = filed_sheets(review, members)
    return [seat for seat in members if seat.pk not in signed]


def _all_signed(panel: Panel) -> Decision:
    review = standing_round(panel)
    missing = waits_for(review) if review is not None else []
    if missing:
        reason = _("%(number)d members have not signed their sheet yet.")
        return refused(reason % {"number": len(missing)}, "unsigned")
    return ALLOWED
