"""Why a challenge ends without a result after its review: no bid reached the least scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.challenges.endings import NONE_ABOVE_MINIMUM
from marketplace.reviews.rounds import standing_ranking

if TYPE_CHECKING:
    from marketplace.challenges.models import Challenge


def none_ranked(challenge: Challenge) -> str:
    """Return the code of the reason where the frozen ranking gives no bid a rank."""
    ranking = standing_ranking(challenge)
    if ranking is None or any(line["rank"] for line in ranking.record["lines"]):
        return ""
    return NONE_ABOVE_MINIMUM
