"""What became of proposed challenges; counted when asked for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from marketplace.challenges.models import Challenge, Programme


@dataclass(frozen=True, slots=True)
class Figures:
    """How many challenges of a programme were handed in, and how many were listed."""

    programme: Programme
    proposed: int
    listed: int

    @property
    def percent(self) -> float:
        """Return listed to proposed, in percent."""
        return 100 * self.listed / self.proposed


def figures_by_programme() -> list[Figures]:
    """Return the figures of every programme under which something was handed in."""
    proposed = Count("challenges", filter=Q(challenges__checks__isnull=False), distinct=True)
    is_listed = Q(
        challenges__state__in=Challenge.LISTED,
        challenges__demand__lifecycle__published_at__isnull=False,
    )
    rows = Programme.objects.annotate(
        proposed=proposed, listed=Count("challenges", filter=is_listed, distinct=True)
    )
    return [Figures(one, one.proposed, one.listed) for one in rows if one.proposed]
