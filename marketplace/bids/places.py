"""The pages of a challenge's bids for those who open, run or supervise it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.bids.models import Bid
from marketplace.bids.permissions import may_prepare, may_read_opening
from marketplace.challenges.places import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marketplace.challenges.models import Challenge


def places_of_bids(user: Any, challenge: Challenge) -> Iterator[Place]:
    """Yield the openers before the list, then the opening, and bids once somebody may read one."""
    if may_prepare(user, challenge):
        yield Place(_("Openers"), reverse("bids:openers", args=[challenge.demand_id]))
    number = challenge.demand.lifecycle.number
    if number is None or not may_read_opening(user, challenge):
        return
    yield Place(_("Opening of the bids"), reverse("bids:opening", args=[number]))
    if Bid.objects.visible_to(user).filter(challenge=challenge).exists():
        yield Place(_("Opened bids"), reverse("bids:of_challenge", args=[number]))
