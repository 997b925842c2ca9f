"""What a challenge waits for from its draft to its close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.challenges.dues import Due, Hand
from marketplace.challenges.models import ChallengeState as State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from marketplace.challenges.models import Challenge


def steps_due(challenges: Sequence[Challenge], at: datetime) -> Iterator[Due]:
    """Yield the hand-in, the votes, the publication, the opening of bidding, and the close."""
    for one in challenges:
        if one.state == State.PUBLISHED:
            yield _listed(one, at)
        elif found := _unlisted(one):
            what, hand = found
            url = reverse("challenges:work", args=[one.demand_id])
            yield Due(challenge=one.pk, what=what, hand=hand, url=url, since=one.created_at)


def _unlisted(challenge: Challenge) -> tuple[str, Hand] | None:
    return {
        State.DRAFTED: (_("Hand it in for the fitness check"), Hand.OFFICER),
        State.ARGUING: (_("Votes and conclusion of the fitness check"), Hand.STAFF),
        State.ARGUED: (_("Submit it for publication, and approve it"), Hand.OFFICER),
    }.get(State(challenge.state))


def _listed(challenge: Challenge, at: datetime) -> Due:
    opens = challenge.opens_at
    is_early = opens is not None and at < opens
    return Due(
        challenge=challenge.pk,
        what=_("Bidding opens") if is_early else _("Bidding closes"),
        hand=Hand.CLOCK,
        url=reverse("portal:demand", args=[challenge.demand.lifecycle.number]),
        by=opens if is_early else challenge.closes_at,
    )
