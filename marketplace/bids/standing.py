"""Where a person's organisations stand with a challenge: what its own people are shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from marketplace.bids.book import entries_of
from marketplace.bids.doors import door_of
from marketplace.bids.models import Bid, FormalCheck, FormalState
from marketplace.bids.permissions import may_draft, may_read_opening
from marketplace.challenges.models import Challenge
from marketplace.organisations.models import Organisation, Role
from marketplace.organisations.permissions import organisations_of

if TYPE_CHECKING:
    from marketplace.bids.entries import Draft, SealedBid
    from marketplace.core.decisions import Decision


@dataclass(frozen=True, slots=True)
class Standing:
    """One organisation and one challenge: a draft, a bid, or the right to begin."""

    challenge: Challenge
    firm: Organisation
    decision: Decision
    draft: Draft | None
    bid: SealedBid | None
    opened: Bid | None = None

    @property
    def state(self) -> str:
        """Return how far it has come: nothing, drafted, sealed, withdrawn or opened."""
        if self.opened is not None:
            return "opened"
        if self.bid is not None and (self.bid.state == "sealed" or self.draft is None):
            return self.bid.state
        return "drafted" if self.draft else "nothing"

    @property
    def sealed_at(self) -> datetime | None:
        """Return when the bid was sealed."""
        return datetime.fromisoformat(self.bid.at) if self.bid else None

    @property
    def deficit(self) -> FormalCheck | None:
        """Return the formal check that waits for the body to complete its opened bid."""
        check: FormalCheck | None = getattr(self.opened, "formal_check", None)
        return check if check is not None and check.state == FormalState.CURING else None

    @property
    def door(self) -> str:
        """Return what stands for the organisation in addresses."""
        return door_of(self.challenge, self.firm)

    @property
    def url(self) -> str:
        """Return the page on which it goes on."""
        if self.opened is not None:
            return reverse("bids:opened", args=[self.opened.receipt])
        name = (
            "bids:receipt" if self.state in {"sealed", "withdrawn", "destroyed"} else "bids:draft"
        )
        return reverse(name, args=[self.challenge.demand.lifecycle.number, self.door])


def standing_of(challenge: Challenge, firm: Organisation, *, user: Any, at: datetime) -> Standing:
    """Return where one organisation of a person stands."""
    entry = entries_of(challenge).get(firm.pk)
    rows = Bid.objects.published().select_related("formal_check", "firm")
    opened = rows.filter(challenge=challenge, firm=firm).first()
    if opened is not None:
        opened.challenge = challenge
    return Standing(
        challenge,
        firm,
        may_draft(user, challenge, firm=firm, at=at),
        entry.draft if entry else None,
        entry.bid if entry else None,
        opened,
    )


def standings(challenge: Challenge, user: Any, *, at: datetime) -> list[Standing]:
    """Return where each organisation stands for which a person may bid."""
    firms = organisations_of(user, Role.BIDDER)
    return [standing_of(challenge, firm, user=user, at=at) for firm in firms]


def may_read_record(user: Any, challenge: Challenge, *, at: datetime) -> bool:
    """Return whether a person reads the opening record: everybody, unless the rules say less.

    Then those who open, run or supervise it read it, and the bodies that bid.
    """
    if not challenge.hides_opening or may_read_opening(user, challenge):
        return True
    return any(one.bid or one.opened for one in standings(challenge, user, at=at))


def all_standings(user: Any, *, at: datetime) -> list[Standing]:
    """Return what a person's organisations have begun, newest challenge first."""
    if not organisations_of(user, Role.BIDDER):
        return []
    listed = Challenge.objects.visible_to(user).for_rows().filter(vault__isnull=False)
    found = [one for challenge in listed for one in standings(challenge, user, at=at)]
    return [one for one in found if one.state != "nothing"]
