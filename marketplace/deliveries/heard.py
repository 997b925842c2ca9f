"""Whom of the panel an acceptance hears: who judged the bids and has no tie, until a due date.

Rules of the challenge say whether anybody is heard. The owner waits until each was, or until the
due date: a member who does not come holds up no acceptance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from marketplace.core.workdays import due_after
from marketplace.deliveries.models import Delivery, DeliveryState, HandIn, Opinion
from marketplace.reviews.models import Seat, SeatState
from marketplace.reviews.rounds import standing_ranking
from marketplace.reviews.seating import has_tie

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from marketplace.challenges.models import Challenge

HEARING_DAYS: Final = 5
"""Working days from the hand-in within which members of the panel are heard."""


def seats_heard(challenge: Challenge) -> QuerySet[Seat]:
    """Return the places of those who are heard: whose sheet counted, and who did not step back."""
    rows: QuerySet[Seat] = Seat.objects.for_rows()
    ranking = standing_ranking(challenge) if challenge.hears_panel else None
    if ranking is None:
        return rows.none()
    judged = rows.filter(sheets__round=ranking.round_id, expert__user__is_active=True)
    return judged.exclude(state=SeatState.RECUSED).distinct()


def seat_of(user: Any, challenge: Challenge) -> Seat | None:
    """Return the place for which a person is heard, None for whom the rules find a tie today."""
    if not user.is_authenticated or not user.is_active:
        return None
    seat = seats_heard(challenge).filter(expert__user=user).first()
    return None if seat is None or has_tie(seat) else seat


def handed_in(delivery: Delivery) -> HandIn | None:
    """Return what waits for its acceptance, None where nothing does."""
    if delivery.state != DeliveryState.HANDED_IN:
        return None
    found: HandIn | None = delivery.hand_ins.order_by("-number").first()
    return found


def hearing_ends(hand_in: HandIn) -> datetime:
    """Return until when members of the panel are heard on what was handed in."""
    return due_after(hand_in.at, HEARING_DAYS)


def unheard(delivery: Delivery, hand_in: HandIn) -> Iterable[Seat]:
    """Return the places of those who were not heard yet, ties apart."""
    told = Opinion.objects.filter(hand_in=hand_in).values("seat")
    waiting = seats_heard(delivery.challenge).exclude(pk__in=told)
    return [seat for seat in waiting if not has_tie(seat)]


def found_by_panel(hand_in: HandIn) -> dict[int, list[dict[str, Any]]]:
    """Return what members of the panel found, by promise, in the order of their places."""
    found: dict[int, list[dict[str, Any]]] = {}
    for items in hand_in.opinions.values_list("items", flat=True):
        for one in items:
            found.setdefault(one["promise"], []).append(one)
    return found


def waits_for_panel(delivery: Delivery, *, at: datetime) -> datetime | None:
    """Return until when the owner waits for the panel, None once it need not."""
    last = handed_in(delivery)
    if last is None or not delivery.challenge.hears_panel or at >= hearing_ends(last):
        return None
    return hearing_ends(last) if unheard(delivery, last) else None
