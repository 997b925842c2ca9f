"""The pages of a challenge's deliveries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import pgettext

from marketplace.challenges.places import Place
from marketplace.deliveries.models import Delivery

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marketplace.challenges.models import Challenge


def places_of_deliveries(user: Any, challenge: Challenge) -> Iterator[Place]:
    """Yield each delivery of a challenge that a person reads, named by its team."""
    rows = Delivery.objects.visible_to(user).for_rows().filter(agreement__challenge=challenge)
    for one in rows.order_by("pk"):
        title = f"{pgettext('noun', 'Delivery')} · {one.firm}"
        yield Place(title, reverse("deliveries:delivery", args=[one.number]))
