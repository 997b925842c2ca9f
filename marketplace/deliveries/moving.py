"""How a delivery moves on, and its challenge with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.challenges.actions import leave
from marketplace.challenges.actions import note as note_challenge
from marketplace.challenges.defaults import NOT_DELIVERED
from marketplace.challenges.models import ExitReason
from marketplace.challenges.transitions import CHALLENGE
from marketplace.deliveries.models import Delivery, DeliveryState
from marketplace.deliveries.noting import note

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.challenges.models import Challenge


def move_delivery(delivery: Delivery, verb: str, *, by: User) -> None:
    """Let a locked delivery enter the state that a verb leads to; its challenge moves along."""
    delivery.move(verb)
    delivery.save(update_fields=["state"])
    note(f"delivery_{delivery.state}", delivery, of=delivery, by=by)
    move_challenge(delivery.challenge)


def move_challenge(challenge: Challenge) -> None:
    """Let a locked challenge stand where its deliveries stand; over once all have ended.

    Completed if one was accepted, else it ends without a result. A team that has not signed yet
    holds it up; an agreement that ended does not.
    """
    states = set(Delivery.objects.of_challenge(challenge).values_list("state", flat=True))
    open_ones = challenge.agreements.unsigned().exists()
    if not states:
        return
    if not open_ones and not states & {DeliveryState.RUNNING, DeliveryState.HANDED_IN}:
        _end(challenge, is_delivered=DeliveryState.ACCEPTED in states)
    elif DeliveryState.HANDED_IN in states:
        _move(challenge, "examine")
    else:
        _move(challenge, "deliver")


def _end(challenge: Challenge, *, is_delivered: bool) -> None:
    if is_delivered:
        _move(challenge, "complete")
    elif CHALLENGE.allows("fall_through", challenge.state):
        reason = ExitReason.objects.get(code=NOT_DELIVERED)
        leave(challenge, "fall_through", by=None, reason=reason, words="")


def _move(challenge: Challenge, verb: str) -> None:
    if CHALLENGE.allows(verb, challenge.state):
        challenge.move(verb)
        challenge.save(update_fields=["state"])
        note_challenge(f"challenge_{challenge.state}", challenge, by=None)
