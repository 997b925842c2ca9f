"""The page of a challenge's result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.challenges.places import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marketplace.challenges.models import Challenge


def places_of_result(_user: Any, challenge: Challenge) -> Iterator[Place]:
    """Yield the notice of the result once it was on show."""
    if challenge.result_notices.public().exists():
        number = challenge.demand.lifecycle.number
        yield Place(_("Notice of the result"), reverse("awards:notice", args=[number]))
