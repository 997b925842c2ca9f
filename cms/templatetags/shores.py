"""Looking a card up among the pairs that are drawn between both lists."""

from __future__ import annotations

from django import template

from cms.home.bridges import Pair
from cms.lists.cards import Card

register = template.Library()


@register.filter
def pair_of(pairs: dict[int, Pair], card: Card) -> Pair | None:
    """Return the best pair of a card, or nothing."""
    return pairs.get(card.listing.pk)
