"""How a delivery moves on, and its challenge with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.awards.vacancies import end_without_successor
from marketplace.challenges.actions import note as note_challenge
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
    """Let a locked challenge stand where its deliveries stand; completed once all have ended.

    A team that has not signed yet holds it up; an agreement that ended does not. Where nothing was
    accepted, the next in the ranking may be named, or it ends without a result.
    """
    states = set(Delivery.objects.of_challenge(challenge).values_list("state", flat=True))
    if DeliveryState.HANDED_IN in states:
        _move(challenge, "examine")
    elif DeliveryState.RUNNING in states:
        _move(challenge, "deliver")
    elif challenge.agreements.unsigned().exists():
        if challenge.state != challenge.State.AWARDED:
            _move(challenge, "deliver")
    elif DeliveryState.ACCEPTED in states:
        _move(challenge, "complete")
    else:
        end_without_successor(challenge)


def _move(challenge: Challenge, verb: str) -> None:
    if CHALLENGE.allows(verb, challenge.state):
        challenge.move(verb)
        challenge.save(update_fields=["state"])
        note_challenge(f"challenge_{challenge.state}", challenge, by=None)
