"""Rankings as those who oversee a challenge read them, and its own result for each bidder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marketplace.bids.models import Bid
from marketplace.challenges.places import places_of
from marketplace.experts.permissions import may_keep
from marketplace.notifications.topics import followed
from marketplace.reviews.models import Ranking, Sheet
from marketplace.reviews.outcomes import line_of, shown_ranking
from marketplace.reviews.ranking_record import recomputed, scale_of
from marketplace.reviews.side_by_side import side_by_side
from marketplace.reviews.steps import steps_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from marketplace.reviews.side_by_side import Compared
    from marketplace.reviews.steps import Reckoned


@login_required
@never_cache
@require_safe
def rankings(request: HttpRequest, number: str) -> HttpResponse:
    """Show each ranking of a challenge, the one that counts first, with how it was computed."""
    live = followed("ranking", number.upper())
    found = rankings_of(request.user, number)
    if not found:
        raise Http404
    challenge = found[0].round.panel.challenge
    context = {
        "live": live,
        "challenge": challenge,
        "demand": challenge.demand,
        "rankings": [_shown(request.user, one) for one in found],
    }
    return render(request, "reviews/rankings.html", context)


def rankings_of(user: Any, number: str) -> list[Ranking]:
    """Return the rankings of a challenge that a person oversees, the last first; none of members.

    Members of the panel read bids under letters, never under names.
    """
    rows = Ranking.objects.visible_to(user).for_rows()
    wanted = rows.filter(round__panel__challenge__demand__lifecycle__number=number.upper())
    found = list(wanted.order_by("-round__number"))
    return [] if found and _is_on_panel(user, found[0]) else found


@login_required
@never_cache
@require_safe
def outcome(request: HttpRequest, receipt: str) -> HttpResponse:
    """Show a bidder the own bid's rank, means and reasons, and nothing of any other."""
    live = followed("outcome", receipt.upper())
    found = outcome_of(request.user, receipt)
    if found is None:
        raise Http404
    bid, line = found
    context = {
        "live": live,
        "bid": bid,
        "demand": bid.challenge.demand,
        "line": line,
        "places": places_of(request.user, bid.challenge),
    }
    return render(request, "reviews/outcome.html", context)


def outcome_of(user: Any, receipt: str) -> tuple[Bid, Reckoned] | None:
    """Return a bid of a person's bodies with its line in the ranking on show, or None."""
    bid = Bid.objects.of_firms_of(user).for_rows().filter(receipt=receipt.upper()).first()
    ranking = None if bid is None else shown_ranking(bid)
    line = None if bid is None or ranking is None else line_of(ranking, bid)
    return None if bid is None or line is None else (bid, line)


def _is_on_panel(user: Any, ranking: Ranking) -> bool:
    """Return whether a reader is a member."""
    seats = ranking.round.panel.seats.all()
    return bool(seats.filter(expert__user=user).exists())


def _shown(user: Any, ranking: Ranking) -> dict[str, Any]:
    record, challenge = ranking.record, ranking.round.panel.challenge
    names = {bid.receipt: str(bid.firm) for bid in challenge.bids.select_related("firm")}
    sheets = _sheets(user, ranking, names=names)
    return {
        "ranking": ranking,
        "is_kept": ranking.is_whole and recomputed(record) == record["lines"],
        "order": record["order"],
        "steps": steps_of(
            record["lines"],
            challenge=challenge,
            names=names,
            findings=record["findings"],
            hides_scores=not sheets,
        ),
        "sheets": sheets,
        "people": _people(user, ranking),
    }


def _sheets(user: Any, ranking: Ranking, *, names: dict[str, str]) -> list[Compared]:
    """Return the sheets that counted, by the members' codes, to those who may read them."""
    if not Sheet.objects.visible_to(user).filter(round=ranking.round).exists():
        return []
    record = ranking.record
    read = [(one["expert"], one["bids"]) for one in record["sheets"]]
    criteria = [(one["key"], one["name"], scale_of(one)) for one in record["criteria"]]
    bids = [(line["bid"], names[line["bid"]]) for line in record["lines"]]
    return side_by_side(read, bids, criteria=criteria, flags=True)


def _people(user: Any, ranking: Ranking) -> dict[str, str]:
    """Return the members' names by code, to the staff who keep the pool alone."""
    if not may_keep(user):
        return {}
    seats = ranking.round.sheets.select_related("seat__expert")
    return {one.seat.expert.code: str(one.seat.expert) for one in seats}
