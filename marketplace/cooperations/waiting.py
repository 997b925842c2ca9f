"""What waits for one of a person's sides in its co-operations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from marketplace.cooperations.models import Cooperation, ResourceRequest, Side
from marketplace.cooperations.permissions import ACTING, acts_for
from marketplace.cooperations.transitions import COOPERATION
from marketplace.organisations.models import Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step that waits for the person's side, since when, and by when where that is promised."""

    cooperation: Cooperation
    title: str
    since: datetime
    due: datetime | None = None


def steps_waiting_for(user: Any) -> list[Waiting]:
    """Return contacts to confirm, deliveries to confirm and requests to answer, oldest first."""
    found = [*_contacts(user), *_deliveries(user), *_requests(user)]
    return sorted(found, key=lambda one: one.since)


def _contacts(user: Any) -> Iterator[Waiting]:
    rows = Cooperation.objects.filter(state="opened")
    mine = rows.filter(owner_confirmed_at=None).handled_by(user, ACTING[Side.OWNER])
    theirs = rows.filter(provider_confirmed_at=None).provided_by(user, [Role.BIDDER])
    for side, found in ((Side.OWNER, mine), (Side.PROVIDER, theirs)):
        for one in found.for_rows():
            if acts_for(user, one) == side:
                yield Waiting(one, _("Confirm contact"), one.opened_at)


def _deliveries(user: Any) -> Iterator[Waiting]:
    rows = Cooperation.objects.filter(
        state__in=COOPERATION["deliver"].sources, stated_at__isnull=False
    )
    for one in rows.handled_by(user, ACTING[Side.OWNER]).for_rows():
        if acts_for(user, one) == Side.OWNER:
            yield Waiting(one, _("Confirm the delivery"), one.stated_at)


def _requests(user: Any) -> Iterator[Waiting]:
    handled = Cooperation.objects.handled_by(user, ACTING[Side.OWNER]).for_rows()
    rows = ResourceRequest.objects.open().filter(cooperation__in=handled.values("pk"))
    known = {one.pk: one for one in handled.filter(resource_requests__in=rows)}
    for request in rows.select_related("kind"):
        cooperation = known[request.cooperation_id]
        if acts_for(user, cooperation) == Side.OWNER:
            title = _("Answer the request for %(kind)s") % {"kind": request.kind.name}
            yield Waiting(cooperation, title, request.asked_at, request.answer_due)
