"""What waits for a person in deliveries: evidence, checks, gates, payments, changes, acceptance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marketplace.challenges.permissions import OFFICERS
from marketplace.core import clock
from marketplace.core.waiting import Waiting
from marketplace.deliveries import permissions
from marketplace.deliveries.delays import ends_at
from marketplace.deliveries.heard import hearing_ends
from marketplace.deliveries.hearing_permissions import may_give_opinion as permits_opinion
from marketplace.deliveries.models import CheckpointState, Delivery
from marketplace.deliveries.steps import STEPS, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_ASKED: Final = {
    "checkpoint": ("submit", "propose"),
    "gate": ("decide",),
    "payment": ("endorse", "approve", "pay"),
    "change": ("agree", "approve"),
    "result": ("confirm",),
}
"""The steps that somebody waits for, by what they are about.

What waits for an officer as a step of its challenge (checks, items to judge) is a to-do by
`steps_due.py`.
"""

_AT_WORK: Final = Q(state__in=["running", "handed_in"])
_OWED: Final = Q(payments__state__in=["applied", "endorsed", "approved"])
_OFFERED: Final = Q(result__state="offered")


def steps_waiting_for(user: Any) -> list[Waiting]:
    """Return what waits for a person on either side, oldest first."""
    handled = Delivery.objects.handled_by(user, OFFICERS)
    mine = Q(pk__in=handled.values("pk")) | Q(
        pk__in=Delivery.objects.delivered_by(user).values("pk")
    )
    rows = Delivery.objects.for_rows().filter(mine, _AT_WORK | _OWED | _OFFERED).distinct()
    found = [one for delivery in rows for one in _of_delivery(user, delivery)]
    return sorted(found, key=lambda one: one.since)


def hearings_waiting_for(user: Any) -> Iterator[Waiting]:
    """Yield the acceptances on which a member of the panel is still to be heard."""
    now = clock.now()
    rows = Delivery.objects.heard_from(user).for_rows()
    for one in rows:
        last = one.hand_ins.order_by("-number").first()
        if last is not None and permits_opinion(user, one, at=now):
            url = reverse("deliveries:opinion", args=[one.number])
            words = _("Say whether what was delivered is met")
            yield Waiting(words, str(one.demand.title), url, last.at, due=hearing_ends(last))


def _of_delivery(user: Any, delivery: Delivery) -> Iterator[Waiting]:
    yield from _acceptance(user, delivery)
    for kind, verbs in _ASKED.items():
        steps = [step for step in STEPS[kind] if step.verb in verbs]
        for row in rows_of(delivery, kind):
            _place(row, delivery, kind=kind)
            step = next((one for one in steps if one.may(user, row)), None)
            if step is not None:
                yield _waiting(delivery, row, title=str(step.title), kind=kind)


def _acceptance(user: Any, delivery: Delivery) -> Iterator[Waiting]:
    if permissions.may_give_verdict(user, delivery):
        last = delivery.hand_ins.order_by("-number")[0]
        yield _step(delivery, _("Decide on the acceptance"), since=last.at)
    elif permissions.may_hand_in(user, delivery):
        passed = delivery.checkpoints.order_by("-settled_at").first()
        since = passed.settled_at if passed else None
        yield _step(delivery, _("Ask for acceptance"), since=since or delivery.begun_at)


def _waiting(delivery: Delivery, row: Any, *, title: str, kind: str) -> Waiting:
    due = _due(row) if kind == "checkpoint" else None
    if kind in {"checkpoint", "payment"}:
        title = pgettext("a step and its row", "%(step)s: %(row)s") % {"step": title, "row": row}
    return _step(delivery, title, since=_since(row) or delivery.begun_at, due=due)


def _step(
    delivery: Delivery, title: str, *, since: datetime, due: datetime | None = None
) -> Waiting:
    url = reverse("deliveries:delivery", args=[delivery.number])
    return Waiting(title, f"{delivery.demand.title} · {delivery.firm}", url, since, due)


def _due(checkpoint: Any) -> datetime | None:
    if checkpoint.state == CheckpointState.PASSED:
        return None
    return ends_at(checkpoint.milestone.due_on)


def _since(row: Any) -> datetime | None:
    """Return the last instant at which something happened to a row."""
    names = (
        *("settled_at", "submitted_at", "proposed_at", "approved_at", "endorsed_at"),
        *("applied_at", "agreed_at", "asked_at", "offered_at"),
    )
    found = [getattr(row, name, None) for name in names]
    return max((one for one in found if one is not None), default=None)


def _place(row: Any, delivery: Delivery, *, kind: str) -> None:
    """Let a row know the delivery that was read already."""
    if kind == "gate":
        row.checkpoint.delivery = delivery
    elif kind != "delivery":
        row.delivery = delivery
