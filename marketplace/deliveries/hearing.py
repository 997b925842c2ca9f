"""Members of the panel say of each item of an acceptance whether it is met."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db import transaction

from marketplace.core import clock
from marketplace.deliveries import hearing_permissions as permissions
from marketplace.deliveries.accepting import Judged, judged_rows, latest_hand_in
from marketplace.deliveries.heard import seat_of
from marketplace.deliveries.models import Opinion
from marketplace.deliveries.noting import locked, note, require
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from collections.abc import Mapping

    from marketplace.accounts.models import User
    from marketplace.deliveries.models import Delivery
    from marketplace.reviews.models import Seat


@transaction.atomic
def give_opinion(delivery: Delivery, *, by: User, items: Mapping[int, Judged]) -> Opinion:
    """Keep what a member of the panel finds of each item; it stands, once a hand-in.

    A Refusal names each item that is not judged, or without a note is missed or below its promise.
    """
    delivery = locked(delivery)
    require(permissions.may_give_opinion(anew(by), delivery, at=clock.now()))
    last = latest_hand_in(delivery)
    made: Opinion = Opinion.objects.create(
        hand_in=last,
        seat=cast("Seat", seat_of(by, delivery.challenge)),
        items=judged_rows(last, items),
        at=clock.now(),
    )
    # No actor: nothing in the journal ties an account to the code of an expert who has left.
    note("acceptance_heard", last, of=delivery, by=None)
    return made
