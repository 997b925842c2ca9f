"""What waits in the pool of experts for the staff who keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.core.waiting import Waiting
from marketplace.core.workdays import due_after
from marketplace.experts.models import Expert
from marketplace.experts.permissions import may_keep

if TYPE_CHECKING:
    from collections.abc import Iterator

VETTING_WORKDAYS = 5
"""Within how many working days an application is decided on."""


def steps_waiting_for(user: Any) -> Iterator[Waiting]:
    """Yield the applications that a person of the staff may decide on, oldest first."""
    if not may_keep(user):
        return
    for one in Expert.objects.waiting().exclude(user=user):
        yield Waiting(
            title=_("Check an application for the pool of experts"),
            text=one.name,
            url=reverse("experts:expert", args=[one.code]),
            since=one.applied_at,
            due=due_after(one.applied_at, VETTING_WORKDAYS),
        )
