"""The page of a co-operation follows its steps and requests, for the people of both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from marketplace.cooperations.models import Cooperation
from marketplace.cooperations.views import own
from marketplace.notifications.topics import register_topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.journal.models import Entry

_STEPS: Final = (
    *("cooperation_confirmed", "cooperation_contacted", "cooperation_begun"),
    *("cooperation_agreed", "cooperation_published", "cooperation_delivery_stated"),
    *("cooperation_delivered", "cooperation_accepted", "cooperation_certified"),
    *("cooperation_rated", "cooperation_ended"),
)
_REQUESTS: Final = (
    *("resource_requested", "resource_granted", "resource_refused", "resource_used"),
    "resource_overdue",
)


def may_follow(user: Any, number: str) -> bool:
    """Return whether a person may read the co-operation with a number."""
    return Cooperation.objects.visible_to(user).filter(number=number.upper()).exists()


def numbers(entry: Entry) -> Iterable[str]:
    """Return the number of the co-operation that an entry is about."""
    return Cooperation.objects.filter(pk=entry.subject_key).values_list("number", flat=True)


def numbers_asked_in(entry: Entry) -> Iterable[str]:
    """Return the number of the co-operation in which something was asked for."""
    rows = Cooperation.objects.filter(resource_requests=int(entry.subject_key))
    return rows.values_list("number", flat=True)


def register() -> None:
    """Make the topic known."""
    register_topic(
        own.TOPIC,
        may_follow=may_follow,
        fragment=own.detail,
        changed_by={
            **dict.fromkeys(_STEPS, numbers),
            **dict.fromkeys(_REQUESTS, numbers_asked_in),
        },
    )
