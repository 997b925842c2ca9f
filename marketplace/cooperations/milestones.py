"""The way of a co-operation as a line of instants, for both sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.cooperations.models import CooperationState

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from marketplace.cooperations.models import Cooperation

WAY: Final[tuple[tuple[_StrPromise, str], ...]] = (
    (_("Opened by the acceptance"), "opened_at"),
    (_("Contact confirmed by both sides"), "contacted_at"),
    (_("Talks begun"), "talking_at"),
    (_("Agreement signed"), "agreed_at"),
    (_("Delivery confirmed"), "delivered_at"),
    (pgettext_lazy("step of a co-operation", "Result accepted"), "accepted_at"),
    (_("Rated by both sides"), "rated_at"),
)
"""The steps in their order, each with the field of its instant."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step of the way; without an instant it is still to come."""

    label: _StrPromise
    at: datetime | None


def milestones(cooperation: Cooperation) -> list[Milestone]:
    """Return what was reached, and the one step that comes next unless it has ended."""
    way = [Milestone(label, getattr(cooperation, name)) for label, name in WAY]
    reached = [one for one in way if one.at is not None]
    if cooperation.state == CooperationState.ENDED:
        return [*reached, Milestone(_("Ended"), cooperation.ended_at)]
    return way[: len(reached) + 1]
