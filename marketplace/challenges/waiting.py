"""What waits in fitness checks for the portal's staff; reviewers' votes are asked elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.challenges.models import FitnessCheck
from marketplace.challenges.permissions import may_conclude
from marketplace.core.waiting import Waiting
from marketplace.listings.permissions import is_portal_staff

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet


def steps_waiting_for(user: Any) -> Iterator[Waiting]:
    """Yield the checks for which staff still have to ask people, or can draw the conclusion."""
    if not is_portal_staff(user):
        return
    for check in _running():
        if may_conclude(user, check.challenge) and (title := _step_of(check)):
            url = reverse("challenges:work", args=[check.challenge.demand_id])
            yield Waiting(title, check.revision.object_str, url, check.asked_at)


def _running() -> QuerySet[FitnessCheck]:
    rows = FitnessCheck.objects.filter(state=FitnessCheck.State.RUNNING).order_by("pk")
    return rows.select_related(
        "revision", "challenge__programme", "challenge__demand__lifecycle"
    ).prefetch_related("votes")


def _step_of(check: FitnessCheck) -> str:
    """Return what staff do next; nothing while enough people were asked and have not voted yet."""
    wanted = check.challenge.programme.fitness_votes
    if check.filed_votes >= wanted:
        return _("Conclude the fitness check")
    return "" if len(check.votes.all()) >= wanted else _("Ask people to judge a challenge")
