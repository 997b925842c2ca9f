"""What a draft's pages say of addenda that came since the draft was begun or last sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from marketplace.claims.forms import number_in
from marketplace.listings.addenda import addenda_of, number_at

if TYPE_CHECKING:
    from marketplace.claims.models import ClaimDraft
    from marketplace.listings.addenda import Announced
    from marketplace.listings.models import Demand

_SINCE: Final = "since"


def changes_beside(draft: ClaimDraft, *, shown: int = 0) -> dict[str, Any]:
    """Return the addenda beside a draft, without those shown elsewhere, and what to ask later ones.

    Ask it after the version of the demand's live part.
    """
    demand = draft.demand
    known = max(shown, number_at(demand, draft.sent_at or draft.started_at))
    changes = addenda_of(demand, after=known) if demand.is_public else []
    return {"changes": changes, "drawn_since": f"{_SINCE}-{known}"}


def changes_since(demand: Demand, drawn: str) -> list[Announced]:
    """Return the addenda that an open page of a draft shows, as its query says."""
    word, _dash, number = drawn.partition("-")
    return addenda_of(demand, after=number_in(number)) if word == _SINCE else []
