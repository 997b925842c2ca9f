"""A park that fills in for a firm, with people on both sides."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from marketplace.claims.drafting import Edit, save_draft
from marketplace.claims.filling import start_filling
from marketplace.claims.mandates import give_mandate
from marketplace.core import clock
from marketplace.core.workdays import SHANGHAI
from marketplace.organisations.models import Kind, Role
from tests.claims.factories import PHONE, PITCH, person_of
from tests.factories import OrganisationFactory

if TYPE_CHECKING:
    from datetime import date

    from marketplace.claims.models import ClaimDraft, Mandate
    from marketplace.listings.models import Demand


def day(ahead: int = 0) -> date:
    """Return a day of Shanghai, so many days from today."""
    return clock.now().astimezone(SHANGHAI).date() + timedelta(days=ahead)


class Help:
    """A firm with its owner and bid manager, a park with somebody who fills in, and a mandate."""

    def __init__(self) -> None:
        """Let the owner allow the park to fill in for a month."""
        self.firm = OrganisationFactory(kind=Kind.FIRM)
        self.park = OrganisationFactory(kind=Kind.PARK)
        self.owner = person_of(self.firm, Role.OWNER)
        self.bidder = person_of(self.firm)
        self.filler = person_of(self.park)
        self.mandate: Mandate = self.give()

    def give(self, days: int = 30) -> Mandate:
        """Allow it, or allow it until another day."""
        return give_mandate(self.firm, helper=self.park, ends_on=day(days), by=self.owner)

    def start(self, demand: Demand) -> ClaimDraft:
        """Begin a draft for a demand in the park's name."""
        return start_filling(demand, firm=self.firm, helper=self.park, by=self.filler)

    def filled_in(self, demand: Demand, **texts: str) -> ClaimDraft:
        """Return a draft in which the park wrote all that sending needs."""
        draft = self.start(demand)
        return self.write(draft, pitch=PITCH, contact_phone=PHONE, **texts)

    def write(self, draft: ClaimDraft, **texts: str) -> ClaimDraft:
        """Write answers in the park's name over what stands there."""
        marks = {row.name: row.mark for row in draft.answers.all()}
        edits = {name: Edit(text, marks.get(name, "")) for name, text in texts.items()}
        return save_draft(draft, by=self.filler, edits=edits).draft
