"""The pages of a challenge's review for those who keep the panel or read its ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.challenges.places import Place
from marketplace.experts.permissions import may_keep
from marketplace.reviews.models import Panel, Ranking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marketplace.challenges.models import Challenge


def places_of_review(user: Any, challenge: Challenge) -> Iterator[Place]:
    """Yield the panel for whoever keeps it, and the ranking for whoever may read it."""
    number = challenge.demand.lifecycle.number
    if may_keep(user) and Panel.objects.filter(challenge=challenge).exists():
        yield Place(_("Panel"), reverse("reviews:panel", args=[number]))
    if Ranking.objects.visible_to(user).of_challenge(challenge).exists():
        yield Place(_("Ranking"), reverse("reviews:rankings", args=[number]))
