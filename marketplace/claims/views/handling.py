"""What the page of an application says of its handling: prompts, notes and meetings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from marketplace.claims.checks import checks_kept, checks_now, unmet
from marketplace.claims.dialogue_forms import MeetingForm, NoteForm, ReasonForm
from marketplace.claims.models import AnswerPrompt, ClaimNote, Meeting, PromptKind
from marketplace.claims.permissions import (
    may_answer_meeting,
    may_cancel_meeting,
    may_note,
    may_propose,
    may_read_claims_of,
)
from marketplace.claims.versions import version_of
from marketplace.core import clock
from marketplace.core.veiled import name_of

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest

    from marketplace.claims.models import Claim


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting, and what its reader may do with it."""

    meeting: Meeting
    may_answer: bool
    may_cancel: bool
    form: Form


def handling_of(request: HttpRequest, claim: Claim) -> dict[str, Any]:
    """Return what a reader's page shows beside the application itself.

    Notes are there for the handling unit only; everybody else's page knows nothing of them.
    """
    user = request.user
    overdue = AnswerPrompt.objects.filter(claim=claim, kind=PromptKind.OVERDUE)
    found: dict[str, Any] = {
        "overdue": overdue.select_related("supervisor").prefetch_related("approvers").first(),
        "meetings": [_row(user, one) for one in claim.meetings.select_related("proposed_by")],
        "meeting_form": MeetingForm() if may_propose(user, claim) else None,
    }
    found |= _checks(user, claim)
    if may_note(user, claim) or ClaimNote.objects.visible_to(user).filter(claim=claim).exists():
        notes = ClaimNote.objects.visible_to(user).filter(claim=claim)
        found["notes"] = notes.select_related("author")
        found["note_form"] = NoteForm() if may_note(user, claim) else None
    return found


def _checks(user: Any, claim: Claim) -> dict[str, Any]:
    """Return what the handling unit reads of the conditions; the firm's page has its own alone."""
    if not may_read_claims_of(user, claim.demand):
        return {}
    now = checks_now(claim, at=clock.now())
    return {
        "partner_checks": [one for one in now if not one.is_lead],
        "sent_checks": checks_kept(version_of(claim)),
        "unmet": unmet(now),
    }


def _row(user: Any, meeting: Meeting) -> MeetingRow:
    return MeetingRow(
        meeting,
        may_answer=bool(may_answer_meeting(user, meeting)),
        may_cancel=bool(may_cancel_meeting(user, meeting)),
        form=ReasonForm(auto_id=f"meeting-{name_of(meeting)}_%s"),
    )
