"""Writes down what happened with matches: organisations at most, never people."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import OperationalError

from marketplace.matches.models import Event, EventKind, Match
from marketplace.organisations.permissions import memberships_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

logger = logging.getLogger(__name__)

Pair = tuple[int, int]
"""The keys of a demand and a capability."""


def note(kind: str, match: Match, *, side: str, at: datetime) -> None:
    """Write down what a side did with a match, in the action's transaction."""
    Event.objects.create(
        kind=kind,
        at=at,
        demand_id=match.demand_id,
        capability_id=match.capability_id,
        organisation_id=match.lifecycle_of(side).owner_id,
    )


def note_shown(
    pairs: Sequence[Pair], *, reader: Any, where: str, first: int = 1, at: datetime
) -> None:
    """Write down, in one row, which pairs a page showed from which place on."""
    if pairs:
        _keep(
            Event(
                kind=EventKind.SHOWN,
                at=at,
                where=where,
                organisation_id=organisation_of(reader),
                rank=first,
                count=len(pairs),
                pairs=[list(pair) for pair in pairs],
            )
        )


def note_opened(pair: Pair, *, reader: Any, where: str, rank: int, at: datetime) -> None:
    """Write down that a pair was opened from its place in a list."""
    _keep(
        Event(
            kind=EventKind.OPENED,
            at=at,
            where=where,
            demand_id=pair[0],
            capability_id=pair[1],
            organisation_id=organisation_of(reader),
            rank=rank,
        )
    )


def organisation_of(reader: Any) -> int | None:
    """Return the organisation that a reader is counted under; none for the public."""
    return next((one.organisation_id for one in memberships_of(reader)), None)


def _keep(event: Event) -> None:
    """Save an event of a page; a page is shown whether or not it could be counted."""
    try:
        event.save(force_insert=True)
    except OperationalError as error:
        logger.warning("an event was not counted: %s", error)
