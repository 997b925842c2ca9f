"""A signed agreement begins a delivery; one that came to nothing may complete its challenge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.agreements.models import Agreement
from marketplace.challenges.actions import locked
from marketplace.deliveries.beginning import begin_delivery
from marketplace.deliveries.moving import move_challenge
from marketplace.journal.consumers import consumer

if TYPE_CHECKING:
    from marketplace.journal.models import Entry


@consumer("deliveries_of_agreements", {"agreement_signed", "agreement_ended"})
def deliveries_of_agreements(entry: Entry) -> None:
    """Begin the delivery of what was signed; one that has begun already stays as it is."""
    agreement = Agreement.objects.for_rows().filter(pk=entry.subject_key).first()
    if agreement is None:
        return
    if entry.kind == "agreement_signed":
        begin_delivery(agreement)
    else:
        move_challenge(locked(agreement.challenge))
