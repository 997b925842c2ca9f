"""Filing a report, its page for its author and the supervisor, and a person's list."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts.models import User
from marketplace.awards import report_permissions as permissions
from marketplace.awards import reporting
from marketplace.awards.models import Concern, Report
from marketplace.awards.report_forms import CONFIDENTIAL, AnswerForm, ReportForm
from marketplace.awards.report_seal import answer_in, author_digest, file_in, is_author, said_in
from marketplace.awards.views.results import challenge_or_404
from marketplace.bids.uploads import in_memory
from marketplace.core import clock
from marketplace.core.paging import page_of
from marketplace.core.refusals import Refusal
from marketplace.organisations.forms import show_refusal
from marketplace.organisations.views.doors import person_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from marketplace.challenges.models import Challenge


@in_memory
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, number: str) -> HttpResponse:
    """Report a concern about a challenge; what was typed stays where it is refused."""
    challenge = challenge_or_404(request.user, number)
    if request.method == "POST":
        return _filed(request, challenge, form=ReportForm(request.POST, request.FILES))
    form = ReportForm(initial={"key": secrets.token_urlsafe(16), "name": CONFIDENTIAL})
    return _file_page(request, challenge, form=form)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, receipt: str) -> HttpResponse:
    """Show a report to its author and the supervisor; take what the supervisor does with it."""
    found = _report_or_404(request, receipt)
    if request.method != "POST":
        return _report_page(request, found, form=AnswerForm())
    form = AnswerForm(request.POST)
    try:
        done = _handle(request, found, form=form)
    except Refusal as refusal:
        show_refusal(form, refusal)
        found.refresh_from_db()
        return _report_page(request, found, form=form, status=refusal.status)
    if not done:
        return _report_page(request, found, form=form, status=422)
    messages.success(request, _("Noted."))
    return redirect("awards:report", found.receipt)


@login_required
@never_cache
@require_safe
def evidence(request: HttpRequest, receipt: str, place: int) -> HttpResponse:
    """Send a file of a report as a download."""
    found = get_object_or_404(_report_or_404(request, receipt).evidence.all(), place=place)
    kept = file_in(found)
    response = HttpResponse(kept.content, content_type=kept.media_type)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=kept.name
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List the reports that a person wrote, and those that come to them as supervisor."""
    supervised = Report.objects.supervised_by(request.user).values("pk")
    written = Report.objects.written_by(author_digest(request.user)).values("pk")
    rows = Report.objects.filter(pk__in=supervised) | Report.objects.filter(pk__in=written)
    context = {"page": page_of(request, rows.for_rows().by_due_date()), "now": clock.now()}
    return render(request, "awards/reports.html", context)


def _filed(request: HttpRequest, challenge: Challenge, *, form: ReportForm) -> HttpResponse:
    if not form.is_valid():
        return _file_page(request, challenge, form=form, status=422)
    given = form.cleaned_data
    told = reporting.Told(
        given["concern"],
        given["text"],
        is_confidential=given["name"] == CONFIDENTIAL,
        files=given["evidence"],
    )
    try:
        made = reporting.file_report(
            challenge, by=person_of(request), told=told, idempotency_key=given["key"]
        )
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _file_page(request, challenge, form=form, status=refusal.status)
    messages.success(request, _("Your report has reached the supervisor. Keep its number."))
    return redirect("awards:report", made.receipt)


def _file_page(
    request: HttpRequest, challenge: Challenge, *, form: ReportForm, status: int = 200
) -> HttpResponse:
    context = {
        "challenge": challenge,
        "demand": challenge.demand,
        "form": form,
        "decision": permissions.may_report(request.user, challenge, at=clock.now()),
    }
    return render(request, "awards/report_new.html", context, status=status)


def _report_or_404(request: HttpRequest, receipt: str) -> Report:
    """Return a report to its author or the supervisor; Http404 to anybody else, as for none."""
    found: Report | None = Report.objects.for_rows().filter(receipt=receipt.upper()).first()
    if found is None or not permissions.may_read_report(request.user, found):
        raise Http404
    return found


def _report_page(
    request: HttpRequest, found: Report, *, form: AnswerForm, status: int = 200
) -> HttpResponse:
    said = said_in(found)
    by: Any = person_of(request)
    context = {
        "report": found,
        "demand": found.challenge.demand,
        "said": said,
        "concern": Concern(said.concern).label,
        "author": User.objects.filter(pk=said.author).first(),
        "is_mine": is_author(by, found),
        "files": list(enumerate(said.files)),
        "answer": answer_in(found),
        "form": form,
        "may_take": permissions.may_take(by, found),
        "may_answer": permissions.may_answer(by, found),
        "may_close": permissions.may_close(by, found),
        "is_late": found.is_late_at(clock.now()),
    }
    return render(request, "awards/report.html", context, status=status)


def _handle(request: HttpRequest, found: Report, *, form: AnswerForm) -> bool:
    """Do what the button asks; return whether the form was filled in."""
    by: Any = person_of(request)
    verb = request.POST.get("verb", "")
    if verb == "take":
        reporting.take_report(found, by=by)
        return True
    acts = {"answer": reporting.answer_report, "close": reporting.close_report}
    if verb not in acts:
        raise Http404
    if not form.is_valid():
        return False
    acts[verb](found, by=by, words=form.cleaned_data["decision"])
    return True
