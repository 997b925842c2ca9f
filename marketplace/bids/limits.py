"""At most so many bids of one body in a batch, sealed ones and opened ones together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.bids.book import entries_of
from marketplace.bids.models import Bid
from marketplace.challenges.models import Challenge
from marketplace.core.refusals import Refusal

if TYPE_CHECKING:
    from marketplace.organisations.models import Organisation


def refuse_too_many(challenge: Challenge, firm: Organisation) -> None:
    """Raise a Refusal where one bid more is too many in the batch; the body's row is locked."""
    limit, batch = challenge.bids_per_batch, challenge.demand.lifecycle.batch_id
    if limit is None:
        return
    if batch is None:
        raise Refusal(_("The portal's staff has to set this challenge's batch."), code="no_batch")
    others = Challenge.objects.filter(demand__lifecycle__batch=batch).exclude(pk=challenge.pk)
    opened = Bid.objects.filter(challenge__in=others, firm=firm)
    waiting = others.exclude(pk__in=opened.values("challenge")).filter(
        state__in=[Challenge.State.PUBLISHED, Challenge.State.CLOSED]
    )
    number = opened.count() + sum(_has_sealed(one, firm) for one in waiting)
    if number >= limit:
        message = format_lazy(
            _("By the rules a body has at most {limit} bids in this batch."), limit=limit
        )
        raise Refusal(message, code="batch_limit", status=409)


def _has_sealed(challenge: Challenge, firm: Organisation) -> bool:
    entry = entries_of(challenge).get(firm.pk)
    return entry is not None and entry.is_sealed
