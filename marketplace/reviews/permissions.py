"""Who may do what with a panel, always with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from marketplace.bids.validity import enough_valid
from marketplace.challenges.models import Challenge
from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.experts.permissions import is_self, may_keep
from marketplace.reviews.models import Draw, Panel, Seat, SeatState
from marketplace.reviews.transitions import DRAW, SEAT

if TYPE_CHECKING:
    from datetime import datetime

PROMISING: Final = (
    Challenge.State.PUBLISHED,
    Challenge.State.CLOSED,
    Challenge.State.OPENED,
)
"""States of a challenge in which a draw may be announced; pages say where it was late."""

_WRONG_TIME: Final = refused(
    _("This is not possible at this step of the challenge."), "wrong_state"
)


def may_promise(user: Any, challenge: Challenge, *, panel: Panel | None) -> Decision:
    """Return whether a person may announce a draw: the first, or one for vacant places."""
    if not may_keep(user):
        return may_keep(user)
    if challenge.state not in PROMISING:
        return _WRONG_TIME
    if not (enough := enough_valid(challenge)):
        return enough
    if panel is None:
        return ALLOWED
    if panel.draws.filter(state=Draw.State.PROMISED).exists():
        return refused(_("A draw is announced already."), "promised")
    if panel.state == Panel.State.PROMISED or vacancies(panel):
        return ALLOWED
    return refused(_("No place is vacant."), "complete")


def may_drop(user: Any, draw: Draw) -> Decision:
    """Return whether a person may drop an announced draw that has not been held."""
    decision = may_keep(user)
    if decision and not DRAW.allows("drop", draw.state):
        return refused(_("This draw has been held or dropped already."), "wrong_state")
    return decision


def may_draw(user: Any, draw: Draw) -> Decision:
    """Return whether a person may hold an announced draw: after the opening, and another one."""
    if not may_keep(user):
        return may_keep(user)
    if draw.panel.challenge.state != Challenge.State.OPENED:
        return refused(_("Panels are drawn after the opening."), "not_opened")
    if not DRAW.allows("draw", draw.state):
        return refused(_("This draw has been held or dropped already."), "wrong_state")
    if draw.promised_by_id == user.pk:
        return refused(
            _("Whoever announced the draw does not hold it: somebody else does."), "same_person"
        )
    return enough_valid(draw.panel.challenge)


def may_declare(user: Any, seat: Seat) -> Decision:
    """Return whether a person may declare now: the expert who was called."""
    if not is_self(user, seat.expert):
        return refused(_("Only the person does this."), "not_self")
    return _in_state(seat, "declare")


def may_step_back(user: Any, seat: Seat) -> Decision:
    """Return whether an expert may step back from a place."""
    if not is_self(user, seat.expert) or seat.state == SeatState.RESERVE:
        return refused(_("Only the person does this."), "not_self")
    return _in_state(seat, "recuse")


def may_recuse(user: Any, seat: Seat) -> Decision:
    """Return whether a person may have somebody step back: staff, never for themselves."""
    if not may_keep(user):
        return may_keep(user)
    if is_self(user, seat.expert):
        return refused(_("Somebody else of the staff decides on you."), "self")
    return _in_state(seat, "recuse")


def may_look(user: Any, seat: Seat) -> Decision:
    """Return whether an expert may read what is judged: only after the declaration."""
    if is_self(user, seat.expert) and seat.state == SeatState.SITTING:
        return ALLOWED
    return refused(_("Please declare first."), "undeclared")


def vacancies(panel: Panel) -> dict[str, int]:
    """Return how many places of each field nobody holds; empty before the first draw."""
    first = panel.draws.filter(state=Draw.State.DRAWN).order_by("number").first()
    if first is None or panel.state == Panel.State.ENDED:
        return {}
    wanted = {one["field"]: one["seats"] for one in first.rules["strata"]}
    for name in panel.seats.taken().values_list("field", flat=True):
        wanted[name] -= 1
    return {name: number for name, number in wanted.items() if number > 0}


def was_in_time(draw: Draw) -> bool:
    """Return whether a draw was announced before the challenge closed."""
    closed: datetime | None = draw.panel.challenge.closes_at
    return closed is None or draw.promised_at < closed


def _in_state(seat: Seat, verb: str) -> Decision:
    if seat.panel.state == Panel.State.ENDED:
        return _WRONG_TIME
    if SEAT.allows(verb, seat.state):
        return ALLOWED
    return refused(
        _("“%(verb)s” is not possible in the state “%(state)s”.")
        % {"verb": SEAT[verb].label, "state": seat.get_state_display()},
        "wrong_state",
    )
