"""Notes for colleagues, and meetings that are proposed and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.claims import meetings
from marketplace.claims.calendars import calendar_of
from marketplace.claims.dialogue_forms import MeetingForm, NoteForm, ReasonForm
from marketplace.claims.forms import AnswerForm
from marketplace.claims.models import Meeting
from marketplace.claims.notes import write_note
from marketplace.claims.views.reading import receipt_page, visible_claim_or_404
from marketplace.core.veiled import unveil
from marketplace.organisations.views.doors import carried_out, person_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from marketplace.accounts.models import User
    from marketplace.claims.models import Claim

_ANSWERS: Final[dict[str, Callable[[Meeting, User, str], object]]] = {
    "accept": lambda meeting, by, _reason: meetings.accept_meeting(meeting, by=by),
    "decline": lambda meeting, by, reason: meetings.decline_meeting(meeting, by=by, reason=reason),
    "cancel": lambda meeting, by, _reason: meetings.cancel_meeting(meeting, by=by),
}


@login_required
@require_POST
def note(request: HttpRequest, receipt: str) -> HttpResponse:
    """Keep a note for colleagues of the handling unit."""
    claim = visible_claim_or_404(request.user, receipt)
    form = NoteForm(request.POST)
    by = person_of(request)
    if not carried_out(form, lambda: write_note(claim, by=by, text=form.cleaned_data["text"])):
        typed = {"note_form": form}
        return receipt_page(request, claim, AnswerForm(), typed=typed, status=422)
    return redirect(f"{reverse('claims:receipt', args=[claim.receipt])}#notes")


@login_required
@require_POST
def propose(request: HttpRequest, receipt: str) -> HttpResponse:
    """Propose a meeting to the firm."""
    claim = visible_claim_or_404(request.user, receipt)
    form = MeetingForm(request.POST)
    by = person_of(request)
    if not carried_out(form, lambda: meetings.propose_meeting(claim, by=by, **form.cleaned_data)):
        typed = {"meeting_form": form}
        return receipt_page(request, claim, AnswerForm(), typed=typed, status=422)
    messages.success(request, _("The firm is told of the proposal."))
    return _back_to_meetings(claim)


@login_required
@require_POST
def answer_meeting(request: HttpRequest, receipt: str, name: str, *, verb: str) -> HttpResponse:
    """Accept, decline or cancel a meeting; the page comes back with what was typed."""
    claim = visible_claim_or_404(request.user, receipt)
    meeting = _meeting_or_404(claim, name)
    if verb not in _ANSWERS:
        raise Http404
    form = ReasonForm(request.POST, auto_id=f"meeting-{name}_%s")
    form.fields["reason"].required = verb == "decline"
    by = person_of(request)
    if not carried_out(form, lambda: _ANSWERS[verb](meeting, by, form.cleaned_data["reason"])):
        typed = {"refused_meeting": form}
        return receipt_page(request, claim, AnswerForm(), typed=typed, status=422)
    messages.success(request, _("Noted; the other side is told."))
    return _back_to_meetings(claim)


@login_required
@require_safe
def calendar(request: HttpRequest, receipt: str, name: str) -> HttpResponse:
    """Send a meeting as a file for calendars to those who may read the application."""
    claim = visible_claim_or_404(request.user, receipt)
    meeting = _meeting_or_404(claim, name)
    page = request.build_absolute_uri(reverse("claims:receipt", args=[claim.receipt]))
    response = HttpResponse(calendar_of(meeting, page=page), content_type="text/calendar")
    response["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    response["Cache-Control"] = "private, no-store"
    return response


def _meeting_or_404(claim: Claim, name: str) -> Meeting:
    meeting: Meeting | None = claim.meetings.filter(pk=unveil(Meeting, name)).first()
    if meeting is None:
        raise Http404
    meeting.claim = claim
    return meeting


def _back_to_meetings(claim: Claim) -> HttpResponse:
    return redirect(f"{reverse('claims:receipt', args=[claim.receipt])}#meetings")
