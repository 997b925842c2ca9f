"""A demand's conditions as each reader may see them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.listings.gates import Answer, Gate
from marketplace.organisations.permissions import memberships_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.listings.models import Capability, Demand
    from marketplace.organisations.permissions import Person

_UNSAID = _("Checked by the demand's owner when the firm applies.")


@dataclass(frozen=True, slots=True)
class Conditions:
    """Gates as one reader sees them; `in_full` says that failures are among them."""

    gates: tuple[Gate, ...]
    in_full: bool

    @property
    def failed(self) -> int:
        """Return how many the reader sees failed."""
        return self._count(Answer.FAILED)

    @property
    def unknown(self) -> int:
        """Return how many the reader sees as still to be verified."""
        return self._count(Answer.UNKNOWN)

    @property
    def open_gates(self) -> list[Gate]:
        """Return what the reader sees failed or unknown, failures first."""
        return [
            gate
            for answer in (Answer.FAILED, Answer.UNKNOWN)
            for gate in self.gates
            if gate.answer is answer
        ]

    def _count(self, answer: Answer) -> int:
        return sum(gate.answer is answer for gate in self.gates)


def conditions_for(gates: Iterable[Gate], *, in_full: bool) -> Conditions:
    """Return the gates for a reader.

    To the public a failed condition and one that nobody has shown are the same, word for word:
    neither that one failed nor how many did can be read from the page.
    """
    shown = (
        gates
        if in_full
        else (gate if gate.answer is Answer.MET else _veiled(gate) for gate in gates)
    )
    return Conditions(tuple(shown), in_full)


def sees_failures(user: Person, *organisation_ids: int) -> bool:
    """Return whether a person belongs to one of the organisations that see failed conditions."""
    return any(one.organisation_id in organisation_ids for one in memberships_of(user))


def may_see_failures(user: Person, listing: Demand | Capability) -> Decision:
    """Return whether a person reads which conditions fail among all matches of a listing."""
    if sees_failures(user, listing.lifecycle.owner_id):
        return ALLOWED
    reason = _("What is not met is seen by the firm and the demand's owner only.")
    return refused(reason, "not_side")


def _veiled(gate: Gate) -> Gate:
    return replace(gate, answer=Answer.UNKNOWN, fact=_UNSAID)
