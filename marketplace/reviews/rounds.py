"""Rounds of scoring: who is on the panel now, who leads it, and what opens and ends a round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from marketplace.bids.models import Bid
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.reviews.actions import note
from marketplace.reviews.models import Ranking, ReviewRound, Seat, SeatState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.accounts.models import User
    from marketplace.challenges.models import Challenge
    from marketplace.reviews.models import Panel, Sheet


def standing_round(panel: Panel) -> ReviewRound | None:
    """Return the round that goes on or counts, with its panel, or None."""
    found: ReviewRound | None = ReviewRound.objects.standing().filter(panel=panel).first()
    if found is not None:
        found.panel = panel
    return found


def current_round(panel: Panel) -> ReviewRound:
    """Return the round that goes on or counts; Refusal where there is none."""
    review = standing_round(panel)
    if review is None:
        raise Refusal(_("No round of scoring goes on."), code="wrong_state")
    return review


def standing_ranking(challenge: Challenge) -> Ranking | None:
    """Return the frozen ranking that counts for a challenge, or None."""
    found: Ranking | None = Ranking.objects.standing().of_challenge(challenge).for_rows().first()
    return found


def members_of(panel: Panel) -> list[Seat]:
    """Return the members who have declared, in the order of their places."""
    rows = panel.seats.filter(state=SeatState.SITTING).for_rows().order_by("place")
    return list(rows)


def chair_of(panel: Panel) -> Seat | None:
    """Return who leads the panel: the member at its first place, so that the lot decides."""
    return next(iter(members_of(panel)), None)


def bids_under_review(challenge: Challenge) -> list[Bid]:
    """Return the bids that are judged, in an order that tells nothing."""
    return list(Bid.objects.admitted().filter(challenge=challenge).order_by("receipt"))


def filed_sheets(review: ReviewRound, members: Sequence[Seat]) -> dict[int, Sheet]:
    """Return by seat the sheet that counts: the last version that a present member has signed."""
    rows = review.sheets.filter(seat__in=members).last_versions().for_rows()
    return {sheet.seat_id: sheet for sheet in rows}


def open_round(panel: Panel) -> None:
    """Open a round for a panel under its lock, where none goes on or counts."""
    if ReviewRound.objects.standing().filter(panel=panel).exists():
        return
    number = panel.rounds.count() + 1
    review = ReviewRound.objects.create(panel=panel, number=number, opened_at=clock.now())
    note("scoring_opened", review, panel=panel, by=None)


def end_round(panel: Panel, *, by: User | None) -> None:
    """End a panel's round under its lock: a ranking is replaced, unfinished scoring dropped."""
    review = standing_round(panel)
    if review is None:
        return
    verb = "drop" if review.is_scoring else "replace"
    review.move(verb, at=clock.now())
    review.save(update_fields=["state", "ended_at"])
    note(f"scoring_{review.state}", review, panel=panel, by=by)


def mark_shown(review: ReviewRound, *, by: User) -> None:
    """Note that a ranking is on show, under its lock: from now on more people read it."""
    review.shown_at = clock.now()
    review.save(update_fields=["shown_at"])
    note("scoring_shown", review, panel=review.panel, by=by)
