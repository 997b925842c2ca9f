"""A receipt's page follows its application: to its firm and to those who answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplace.claims.models import Claim
from marketplace.claims.views import reading
from marketplace.notifications.topics import register_topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.journal.models import Entry


def may_follow(user: Any, receipt: str) -> bool:
    """Return whether a person may read the application with a receipt number."""
    return Claim.objects.visible_to(user).filter(receipt=receipt.upper()).exists()


def receipts(entry: Entry) -> Iterable[str]:
    """Return the receipt number of the application that an entry is about."""
    return Claim.objects.filter(pk=entry.subject_key).values_list("receipt", flat=True)


def receipts_waiting_for(entry: Entry) -> Iterable[str]:
    """Return the receipt numbers of the applications that wait, of the demand that changed."""
    waiting = Claim.objects.filter(demand=entry.data["demand"], state=Claim.State.SUBMITTED)
    return waiting.values_list("receipt", flat=True)


def receipts_met_about(entry: Entry) -> Iterable[str]:
    """Return the receipt number of the application that a meeting is about."""
    return Claim.objects.filter(meetings=int(entry.subject_key)).values_list("receipt", flat=True)


def register() -> None:
    """Make the topic known."""
    changes = (
        "claim_accepted",
        "claim_changed",
        "claim_confirmed",
        "claim_declined",
        "claim_details_asked",
        "claim_ended",
        "claim_overdue",
        "claim_withdrawn",
    )
    meetings = ("meeting_proposed", "meeting_accepted", "meeting_declined", "meeting_cancelled")
    register_topic(
        "claim",
        may_follow=may_follow,
        fragment=reading.receipt,
        changed_by={
            **dict.fromkeys(changes, receipts),
            **dict.fromkeys(meetings, receipts_met_about),
            "addendum_published": receipts_waiting_for,
        },
    )
