"""Meetings about a claim: the officers propose, the firm answers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.claims import permissions
from marketplace.claims.actions import locked, required
from marketplace.claims.models import Meeting
from marketplace.cooperations.actions import refuse_invalid
from marketplace.core import clock
from marketplace.core.refusals import mistakes
from marketplace.journal.record import record
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from marketplace.accounts.models import User
    from marketplace.claims.models import Claim

AHEAD = timedelta(days=366)
"""How far ahead a meeting may lie."""


class Proposal(TypedDict):
    """When and where to meet: a place, a link, or both."""

    starts_at: datetime
    minutes: int
    place: str
    link: str
    text: str


@transaction.atomic
def propose_meeting(claim: Claim, *, by: User, **proposal: Unpack[Proposal]) -> Meeting:
    """Propose a meeting to the firm; Refusal with messages by field where it cannot be one."""
    claim = locked(claim)
    permissions.may_propose(anew(by), claim).demand()
    now = clock.now()
    meeting = Meeting(claim=claim, proposed_at=now, proposed_by=by, **proposal)
    for name in ("place", "link", "text"):
        setattr(meeting, name, getattr(meeting, name).strip())
    if not now < meeting.starts_at <= now + AHEAD:
        raise mistakes({"starts_at": [_("Choose a time to come, within a year.")]})
    if not meeting.place and not meeting.link:
        raise mistakes({"place": [_("Say where: a place, a link, or both.")]})
    refuse_invalid(meeting, written={"minutes", "place", "link", "text"})
    meeting.save(force_insert=True)
    return _note("meeting_proposed", meeting, by=by)


@transaction.atomic
def accept_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """Accept a meeting in the firm's name."""
    meeting = _locked(meeting)
    permissions.may_answer_meeting(anew(by), meeting).demand(status=_status(meeting))
    meeting.settle("accept", by=by, at=clock.now())
    return _settled(meeting, "meeting_accepted", by=by)


@transaction.atomic
def decline_meeting(meeting: Meeting, *, by: User, reason: str) -> Meeting:
    """Decline a meeting in the firm's name, with a reason or another time."""
    meeting = _locked(meeting)
    permissions.may_answer_meeting(anew(by), meeting).demand(status=_status(meeting))
    reason = required(reason, _("Say why, or name a time that suits you."))
    meeting.settle("decline", by=by, at=clock.now(), reason=reason)
    return _settled(meeting, "meeting_declined", by=by)


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """Cancel a meeting for the owner."""
    meeting = _locked(meeting)
    permissions.may_cancel_meeting(anew(by), meeting).demand(status=_status(meeting))
    meeting.settle("cancel", by=by, at=clock.now())
    return _settled(meeting, "meeting_cancelled", by=by)


def meetings_to_answer(user: Any, now: datetime) -> QuerySet[Meeting]:
    """Return the meetings still to come that a person may answer in a firm's name."""
    firms = user.memberships.able_to(permissions.APPLICANT).values("organisation")
    rows = Meeting.objects.filter(
        claim__firm__in=firms, state=Meeting.State.PROPOSED, starts_at__gt=now
    )
    return rows.select_related("claim__demand").order_by("starts_at", "pk")


def _locked(meeting: Meeting) -> Meeting:
    claim = locked(meeting.claim)
    fresh = Meeting.objects.get(pk=meeting.pk)
    fresh.claim = claim
    return fresh


def _status(meeting: Meeting) -> int:
    return 403 if meeting.state == Meeting.State.PROPOSED else 409


def _settled(meeting: Meeting, kind: str, *, by: User) -> Meeting:
    meeting.save(update_fields=["state", "settled_at", "settled_by", "reason"])
    return _note(kind, meeting, by=by)


def _note(kind: str, meeting: Meeting, *, by: User) -> Meeting:
    record(kind, meeting, actor=by, data={"demand": meeting.claim.demand_id})
    return meeting
