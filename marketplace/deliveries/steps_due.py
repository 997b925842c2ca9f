"""What a challenge waits for in its deliveries; the owner's board shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.challenges.dues import Due, Hand
from marketplace.core.workdays import due_after
from marketplace.deliveries.delays import CHECK_DAYS, ends_at
from marketplace.deliveries.heard import waits_for_panel
from marketplace.deliveries.models import (
    Checkpoint,
    CheckpointState,
    GateProposal,
    GateState,
    HandIn,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from marketplace.challenges.models import Challenge
    from marketplace.deliveries.models import Delivery


def steps_due(challenges: Sequence[Challenge], at: datetime) -> Iterator[Due]:
    """Yield each team's next milestone or check, what waits at a gate, and acceptances."""
    keys = [one.pk for one in challenges]
    yield from _checkpoints(keys)
    yield from _gates(keys)
    yield from _acceptances(keys, at=at)


def _checkpoints(keys: list[int]) -> Iterator[Due]:
    rows = Checkpoint.objects.waiting().for_rows()
    rows = rows.filter(delivery__agreement__challenge__in=keys)
    seen: set[int] = set()
    for one in rows.order_by("delivery", "milestone__position"):
        if one.delivery_id not in seen:
            seen.add(one.delivery_id)
            yield _checkpoint(one)


def _checkpoint(one: Checkpoint) -> Due:
    facts = {"firm": one.delivery.firm, "milestone": one.milestone}
    if one.state == CheckpointState.SUBMITTED and one.submitted_at is not None:
        what = _("Check the evidence of %(firm)s: %(milestone)s") % facts
        by = due_after(one.submitted_at, CHECK_DAYS)
        return _due(one.delivery, what, hand=Hand.OFFICER, since=one.submitted_at, by=by)
    what = _("Evidence of %(firm)s: %(milestone)s") % facts
    return _due(one.delivery, what, hand=Hand.FIRM, by=ends_at(one.milestone.due_on))


def _gates(keys: list[int]) -> Iterator[Due]:
    rows = GateProposal.objects.filter(
        state=GateState.PROPOSED, checkpoint__delivery__agreement__challenge__in=keys
    ).select_related(
        "checkpoint__milestone", "checkpoint__delivery__agreement__candidate__bid__firm"
    )
    for one in rows:
        delivery = one.checkpoint.delivery
        what = _("Decide whether %(firm)s goes on") % {"firm": delivery.firm}
        yield _due(delivery, what, hand=Hand.APPROVER, since=one.proposed_at)


def _acceptances(keys: list[int], *, at: datetime) -> Iterator[Due]:
    rows = HandIn.objects.filter(
        delivery__state="handed_in", verdict=None, delivery__agreement__challenge__in=keys
    ).select_related("delivery__agreement__candidate__bid__firm", "delivery__agreement__challenge")
    for one in rows.prefetch_related("appraisals"):
        if until := waits_for_panel(one.delivery, at=at):
            what = _("The panel is heard on what %(firm)s delivered") % {"firm": one.delivery.firm}
            yield _due(one.delivery, what, hand=Hand.EXPERT, since=one.at, by=until)
        hand = Hand.APPROVER if one.appraisals.all() else Hand.OFFICER
        what = _("Acceptance of what %(firm)s delivered") % {"firm": one.delivery.firm}
        yield _due(one.delivery, what, hand=hand, since=one.at)


def _due(
    delivery: Delivery,
    what: str,
    *,
    hand: Hand,
    since: datetime | None = None,
    by: datetime | None = None,
) -> Due:
    return Due(
        challenge=delivery.agreement.challenge_id,
        what=what,
        hand=hand,
        url=reverse("deliveries:delivery", args=[delivery.number]),
        since=since,
        by=by,
    )
