"""What the public reads of the work after a challenge: never of whom, unless it was accepted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from marketplace.deliveries.models import (
    Checkpoint,
    CheckpointState,
    Delivery,
    DeliveryState,
    Result,
)

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.challenges.models import Challenge

_GOING: tuple[str, ...] = (
    DeliveryState.RUNNING,
    DeliveryState.HANDED_IN,
    DeliveryState.ACCEPTED,
)


@dataclass(frozen=True, slots=True)
class Reached:
    """A milestone that every team that goes on has passed; its title where all call it so."""

    number: int
    title: str
    at: datetime


def reached_by_all(challenge: Challenge) -> list[Reached]:
    """Return the milestones of a challenge that every team that goes on has passed, in order.

    A team that was stopped counts for nothing, so that nobody reads from it who that was.
    """
    going = Delivery.objects.of_challenge(challenge).filter(state__in=_GOING)
    teams: dict[int, list[Checkpoint]] = {one.pk: [] for one in going}
    for checkpoint in Checkpoint.objects.in_order().filter(delivery__in=teams):
        teams[checkpoint.delivery_id].append(checkpoint)
    found: list[Reached] = []
    for number, row in enumerate(zip(*teams.values(), strict=False), start=1):
        if any(one.state != CheckpointState.PASSED for one in row):
            break
        titles = {one.milestone.title for one in row}
        instants = [one.settled_at for one in row if one.settled_at is not None]
        found.append(Reached(number, titles.pop() if len(titles) == 1 else "", max(instants)))
    return found


def delivery_on_page(challenge: Challenge, reader: Any) -> dict[str, Any]:
    """Return what a challenge's page shows: progress and results, and a reader's own deliveries."""
    results = Result.objects.public().for_rows()
    own = list(Delivery.objects.of_challenge(challenge).visible_to(reader).for_rows())
    reads_progress = not challenge.hides_progress or own
    return {
        "reached": reached_by_all(challenge) if reads_progress else [],
        "results": list(results.filter(delivery__agreement__challenge=challenge)),
        "deliveries": own,
    }
