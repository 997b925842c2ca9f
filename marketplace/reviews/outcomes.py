"""What a bidder reads of its own bid once the result is on show: rank, means and reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.bids.outcomes import Fact, Outcome
from marketplace.challenges.models import TOP
from marketplace.reviews.models import Ranking
from marketplace.reviews.steps import steps_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from marketplace.bids.models import Bid
    from marketplace.reviews.steps import Reckoned, Step


def shown_ranking(bid: Bid) -> Ranking | None:
    """Return the ranking that counts for a bid's challenge once it is on show, or None."""
    shown = Ranking.objects.standing().of_challenge(bid.challenge).for_rows()
    found: Ranking | None = shown.filter(round__shown_at__isnull=False).first()
    return found


def line_of(ranking: Ranking, bid: Bid) -> Reckoned | None:
    """Return what a bidder reads of the own bid: rank, means, notes; None where it has no line."""
    record = ranking.record
    found = steps_of(
        record["lines"],
        challenge=bid.challenge,
        names={bid.receipt: str(bid.firm)},
        findings=record["findings"],
        hides_scores=True,
    )
    return next(iter(found), None)


def own_ranks(_user: Any, bids: Sequence[Bid]) -> Iterator[Outcome]:
    """Yield rank and total of each bid of a result on show, with mean and reason by criterion."""
    for bid in bids:
        ranking = shown_ranking(bid)
        line = None if ranking is None else line_of(ranking, bid)
        if line is not None:
            yield Outcome(
                bid=bid.pk,
                what=_in_words(line),
                url=reverse("reviews:outcome", args=[bid.receipt]),
                facts=tuple(_fact(step) for step in line.steps),
                facts_are=_("Scores by criterion"),
            )


def _in_words(line: Reckoned) -> str:
    if line.rank is None:
        return _("Without a rank: below a least score")
    return _("Rank %(rank)s, %(total)s points") % {"rank": line.rank, "total": line.total}


def _fact(step: Step) -> Fact:
    mean = step.mean if step.agreed is None else step.agreed
    scale = "" if step.top == TOP else f" / {step.top}"
    return Fact(f"{step.name} ({step.weight.normalize():f}%)", f"{mean}{scale}", step.note)
