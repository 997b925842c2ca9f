"""Who of the panel reads what was handed in, and is heard on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.deliveries.heard import handed_in, hearing_ends, seat_of
from marketplace.deliveries.models import Opinion

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.deliveries.models import Delivery


def may_read_as_panel(user: Any, delivery: Delivery) -> Decision:
    """Return whether a person reads what waits for its acceptance as a member of the panel."""
    if handed_in(delivery) is None or seat_of(user, delivery.challenge) is None:
        return refused(_("Members of the panel are heard while an acceptance waits."), "not_heard")
    return ALLOWED


def may_give_opinion(user: Any, delivery: Delivery, *, at: datetime) -> Decision:
    """Return whether a member of the panel is still heard: once, until the due date."""
    decision, last = may_read_as_panel(user, delivery), handed_in(delivery)
    if not decision or last is None:
        return decision
    seat = seat_of(user, delivery.challenge)
    if Opinion.objects.filter(hand_in=last, seat=seat).exists():
        return refused(_("You were heard on this already."), "heard")
    if at >= hearing_ends(last):
        return refused(_("The days in which the panel is heard are over."), "late")
    return ALLOWED
