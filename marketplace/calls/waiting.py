"""What waits in rounds and open calls: replies to write, proposals to answer, rounds to close."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.calls.models import Proposal, Reply, Round
from marketplace.core import clock
from marketplace.core.waiting import Waiting
from marketplace.listings.permissions import is_portal_staff

if TYPE_CHECKING:
    from collections.abc import Iterator


def steps_waiting_for(user: Any) -> list[Waiting]:
    """Return what waits for a person, oldest first."""
    found = [*_replies(user), *_proposals(user), *_rounds(user)]
    return sorted(found, key=lambda one: one.since)


def _replies(user: Any) -> Iterator[Waiting]:
    now = clock.now()
    rows = Reply.objects.silent().of_bodies_of(user).select_related("round", "organisation")
    for one in rows:
        if one.round.takes_replies_at(now):
            yield Waiting(
                title=_("Reply to the round “%(title)s”") % {"title": one.round},
                text=str(one.organisation),
                url=reverse("calls:reply", args=[one.pk]),
                since=one.addressed_at,
                due=one.round.due_at,
            )


def _proposals(user: Any) -> Iterator[Waiting]:
    rows = Proposal.objects.open().answered_by_people_like(user)
    if is_portal_staff(user):
        # The department answers; staff are told of what is late.
        rows = Proposal.objects.open().visible_to(user).filter(escalated_at__isnull=False)
    for one in rows.for_rows():
        yield Waiting(
            title=_("Answer a proposal"),
            text=one.call.title,
            url=reverse("calls:proposal", args=[one.receipt]),
            since=one.submitted_at,
            due=one.due_at,
        )


def _rounds(user: Any) -> Iterator[Waiting]:
    rows = Round.objects.run_by(user).filter(state="open", due_at__lte=clock.now())
    for one in rows:
        yield Waiting(
            title=_("Close a round, or extend it"),
            text=one.title,
            url=reverse("calls:round", args=[one.pk]),
            since=one.due_at,
        )
