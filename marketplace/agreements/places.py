"""The pages of a challenge's task agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from marketplace.agreements.models import Agreement
from marketplace.challenges.places import Place, places_of_firms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.challenges.models import Challenge


def places_of_agreements(user: Any, challenge: Challenge) -> Iterable[Place]:
    """Return each agreement of a challenge that a person reads, named by its firm."""
    rows = Agreement.objects.visible_to(user).for_rows().filter(challenge=challenge)
    return places_of_firms(_("Task agreement"), rows.order_by("pk"), address="agreements:detail")
