"""What a bidder reads of its own place in a result, and whether it is asked as the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.awards.models import Candidate, ResultNotice, ResultNoticeState, Succession
from marketplace.bids.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from marketplace.bids.models import Bid
    from marketplace.core.refusals import Message

_OVER: Final = {ResultNoticeState.SETTLED, ResultNoticeState.SUPERSEDED}


def own_places(_user: Any, bids: Sequence[Bid]) -> Iterator[Outcome]:
    """Yield of each bid what the latest notice of its challenge says of it, and until when."""
    rows = Candidate.objects.filter(bid__in=bids, notice__in=ResultNotice.objects.public())
    latest: dict[int, Candidate] = {}
    for one in rows.select_related("notice__challenge__demand__lifecycle").order_by(
        "notice__shown_at"
    ):
        latest[one.bid_id] = one
    for key, one in latest.items():
        notice = one.notice
        is_shown = notice.state == ResultNoticeState.SHOWN
        number = notice.challenge.demand.lifecycle.number
        yield Outcome(
            bid=key,
            what=_in_words(one),
            url=reverse("awards:notice", args=[number]),
            by=notice.lasts_until if is_shown else None,
        )


def own_turns(user: Any, bids: Sequence[Bid]) -> Iterator[Outcome]:
    """Yield of each bid that is named next that its bidder should answer, and until when."""
    asked = Succession.objects.of_firms_of(user).filter(state="asked", bid__in=bids)
    for one in asked.for_rows():
        number = one.challenge.demand.lifecycle.number
        yield Outcome(
            bid=one.bid_id,
            what=_("Say whether you stand by your bid"),
            url=reverse("awards:succession_answer", args=[number]),
            by=one.answers_until,
        )


def _in_words(candidate: Candidate) -> Message:
    if candidate.notice.state == ResultNoticeState.CANCELLED:
        return _("The notice of the result was cancelled")
    if not candidate.is_proposed:
        return _("Among the candidates, not to be awarded")
    if candidate.notice.state in _OVER:
        return pgettext_lazy("own bid", "Awarded")
    return _("To be awarded once the notice is over")
