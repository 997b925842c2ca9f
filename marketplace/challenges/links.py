"""What the page of an item says about its challenge."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.challenges.models import Challenge
from marketplace.listings.links import Link


def challenge_link(_user: Any, listing: Any) -> Iterator[Link]:
    """Yield the page of a demand's challenge, where it is or becomes one."""
    if listing.KEY != "demand":
        return
    is_challenge = Challenge.objects.filter(demand=listing).exists()
    if is_challenge or listing.get_latest_revision_as_object().is_challenge:
        yield Link(
            _("rules and steps of the challenge"),
            reverse("challenges:work", args=[listing.pk]),
            "rule",
        )
