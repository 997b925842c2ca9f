"""What a round collected of a need, carried to the rules of its challenge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplace.calls.models import Need

if TYPE_CHECKING:
    from collections.abc import Mapping

    from marketplace.listings.models import Demand


def rules_collected(demand: Demand) -> Mapping[str, Any]:
    """Return the class of infrastructure that a body chose for a need, where it chose one."""
    need = Need.objects.filter(demand=demand).exclude(infrastructure="").first()
    return {} if need is None else {"infrastructure": need.infrastructure}
