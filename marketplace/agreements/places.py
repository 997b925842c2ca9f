"""The pages of a challenge's task agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.agreements.models import Agreement
from marketplace.challenges.places import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marketplace.challenges.models import Challenge


def places_of_agreements(user: Any, challenge: Challenge) -> Iterator[Place]:
    """Yield each agreement of a challenge that a person reads, named by its firm."""
    rows = Agreement.objects.visible_to(user).for_rows().filter(challenge=challenge)
    for one in rows.order_by("pk"):
        title = f"{_('Task agreement')} · {one.firm}"
        yield Place(title, reverse("agreements:detail", args=[one.number]))
