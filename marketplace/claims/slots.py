"""How many parties a demand accepts, and how many of these slots are taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.claims.models import Claim
from marketplace.core.decisions import ALLOWED, Decision, refused

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from marketplace.listings.models import Demand


@dataclass(frozen=True, slots=True)
class Slots:
    """Accepted applications whose co-operation goes on, and how many may be: None for any."""

    taken: int
    most: int | None

    @property
    def is_full(self) -> bool:
        """Return whether nobody else can be accepted now."""
        return self.most is not None and self.taken >= self.most

    @property
    def reason(self) -> _StrPromise | str:
        """Return why nobody else can be accepted, and what to do; call where it is full."""
        if self.most == 1:
            return _(
                "The demand takes one party, and one was accepted. End that co-operation first."
            )
        return format_lazy(
            _(
                "The demand takes {most} parties, and as many were accepted. "
                "End a co-operation first, or change the number with an addendum."
            ),
            most=self.most,
        )


def slots_of(demand: Demand) -> Slots:
    """Return the slots of a demand; under its lifecycle's lock they stay what they are."""
    accepted = Claim.objects.filter(demand=demand, state=Claim.State.ACCEPTED)
    return Slots(accepted.count(), demand.most_parties)


def has_slot(demand: Demand) -> Decision:
    """Return whether one more application can be accepted, or why not."""
    slots = slots_of(demand)
    return refused(slots.reason, "no_slot") if slots.is_full else ALLOWED
