"""The pages of a challenge's deliveries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import pgettext

from marketplace.challenges.places import Place, places_of_firms
from marketplace.deliveries.models import Delivery

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.challenges.models import Challenge


def places_of_deliveries(user: Any, challenge: Challenge) -> Iterable[Place]:
    """Return each delivery of a challenge that a person reads, named by its team."""
    rows = Delivery.objects.visible_to(user).for_rows().filter(agreement__challenge=challenge)
    title = pgettext("noun", "Delivery")
    return places_of_firms(title, rows.order_by("pk"), address="deliveries:delivery")
