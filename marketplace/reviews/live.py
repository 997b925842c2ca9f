"""An expert's pages follow the own places, a bidder's its result, and rankings who oversees them.

Places are followed by the codes that stand in the rows anyway: no version names an account.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from marketplace.bids.models import Bid, FormalCheck
from marketplace.challenges.models import Challenge
from marketplace.experts.models import Expert
from marketplace.notifications.topics import register_topic
from marketplace.reviews.models import Seat, SeatState
from marketplace.reviews.views import own, rankings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from marketplace.journal.models import Entry

    Codes = Callable[[Any], Iterable[str]]

MINE: Final = "my_reviews"
SEAT: Final = "review"
RANKING: Final = "ranking"
OUTCOME: Final = "outcome"

_SEATS: Final = ("seat_called", "seat_declared", "seat_recused", "seat_released")
_ROUNDS: Final = ("scoring_opened", "scoring_ranked", "scoring_replaced", "scoring_dropped")
_CHECKS: Final = ("bid_admitted", "bid_excluded")
_RANKINGS: Final = ("ranking_frozen", "scoring_shown", "scoring_replaced")
_OUTCOMES: Final = ("scoring_shown", "scoring_replaced")
"""What a bidder may know of: no ranking before it is on show."""

_PRESENT: Final = (SeatState.CALLED, SeatState.SITTING)


def may_follow_own(user: Any, code: str) -> bool:
    """Return whether a person stands in the pool under a code."""
    return user.is_authenticated and Expert.objects.filter(user=user, code=code).exists()


def may_follow_seat(user: Any, code: str) -> bool:
    """Return whether a person holds a place."""
    return Seat.objects.of(user).filter(code=code.upper()).exists()


def expert_of(entry: Entry) -> Iterable[str]:
    """Return the code of the expert whose place an entry is about."""
    return Seat.objects.filter(pk=entry.subject_key).values_list("expert__code", flat=True)


def seat_of(entry: Entry) -> Iterable[str]:
    """Return the code of the place that an entry is about."""
    return Seat.objects.filter(pk=entry.subject_key).values_list("code", flat=True)


def seats_of_panel(entry: Entry) -> Iterable[str]:
    """Return the codes of the places of the panel that an entry is about."""
    return _codes(panel=entry.data["panel"])


def seats_that_read(entry: Entry) -> Iterable[str]:
    """Return the places of a challenge's panel once every formal check is over; none before.

    Members read all admitted bids at once, so they hear nothing of one check after the other.
    """
    checks = FormalCheck.objects.unsettled().filter(bid__challenge=entry.data["challenge"])
    return () if checks.exists() else _codes(panel__challenge=entry.data["challenge"])


def number_of_panel(entry: Entry) -> Iterable[str]:
    """Return the number of the demand whose bids a panel judges."""
    found = Challenge.objects.filter(panel=entry.data["panel"])
    return found.values_list("demand__lifecycle__number", flat=True)


def receipts_of_panel(entry: Entry) -> Iterable[str]:
    """Return the receipts of the opened bids that a panel judges."""
    return Bid.objects.filter(challenge__panel=entry.data["panel"]).values_list(
        "receipt", flat=True
    )


def register() -> None:
    """Make the topics known."""
    register_topic(
        MINE,
        may_follow=may_follow_own,
        fragment=lambda request, _code: own.mine(request),
        changed_by=dict.fromkeys(_SEATS, expert_of),
    )
    register_topic(
        SEAT,
        may_follow=may_follow_seat,
        fragment=own.seat,
        changed_by={
            **dict.fromkeys(_SEATS, seat_of),
            **dict.fromkeys(_ROUNDS, seats_of_panel),
            **dict.fromkeys(_CHECKS, seats_that_read),
        },
    )
    register_topic(
        RANKING,
        may_follow=lambda user, number: bool(rankings.rankings_of(user, number)),
        fragment=rankings.rankings,
        changed_by=dict.fromkeys(_RANKINGS, number_of_panel),
    )
    register_topic(
        OUTCOME,
        may_follow=lambda user, receipt: rankings.outcome_of(user, receipt) is not None,
        fragment=rankings.outcome,
        changed_by=dict.fromkeys(_OUTCOMES, receipts_of_panel),
    )


def _codes(**where: Any) -> Iterable[str]:
    return Seat.objects.filter(state__in=_PRESENT, **where).values_list("code", flat=True)
