"""Filing an objection, its page for the objector and those who decide, and a person's list."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.awards import objecting, permissions
from marketplace.awards.forms import DecisionForm, ObjectionForm
from marketplace.awards.models import Objection, ResultNotice
from marketplace.awards.views.results import challenge_or_404
from marketplace.claims.views.kept import forget_text, kept_text, sign_in_first
from marketplace.core import clock
from marketplace.core.paging import page_of
from marketplace.core.refusals import Refusal
from marketplace.organisations.forms import show_refusal
from marketplace.organisations.models import Role
from marketplace.organisations.permissions import organisations_of
from marketplace.organisations.views.doors import person_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, number: str) -> HttpResponse:
    """Object to the result that is on show; what was typed survives a mistake and a sign-in."""
    if not request.user.is_authenticated:
        return sign_in_first(request, ObjectionForm(request.POST, organisations=[]).typed)
    challenge = challenge_or_404(request.user, number)
    notice = challenge.result_notices.public().for_rows().order_by("-shown_at").first()
    if notice is None:
        raise Http404
    able = [one for one in organisations_of(request.user, Role.BIDDER) if one.is_verified]
    if request.method == "POST":
        form = ObjectionForm(request.POST, request.FILES, organisations=able)
        return _filed(request, notice, form=form)
    initial = {"key": secrets.token_urlsafe(16), **kept_text(request)}
    form = ObjectionForm(organisations=able, initial=initial)
    return _file_page(request, notice, form=form)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, receipt: str) -> HttpResponse:
    """Show an objection to its objector, those who decide and the supervisor; take a decision."""
    rows = Objection.objects.visible_to(request.user).for_rows()
    found = rows.prefetch_related("evidence__blob").filter(receipt=receipt.upper()).first()
    if found is None:
        raise Http404
    form = DecisionForm(request.POST or None, notice=found.notice)
    if request.method != "POST":
        return _objection_page(request, found, form=form)
    try:
        done = _decide(request, found, form=form)
    except Refusal as refusal:
        show_refusal(form, refusal)
        found.refresh_from_db()
        return _objection_page(request, found, form=form, status=refusal.status)
    if not done:
        return _objection_page(request, found, form=form, status=422)
    messages.success(request, _("Noted."))
    return redirect("awards:objection", found.receipt)


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List the objections that a person filed, decides on or supervises."""
    rows = Objection.objects.visible_to(request.user).for_rows().by_due_date()
    context = {"page": page_of(request, rows), "now": clock.now()}
    return render(request, "awards/mine.html", context)


def _filed(request: HttpRequest, notice: ResultNotice, *, form: ObjectionForm) -> HttpResponse:
    if not form.is_valid():
        return _file_page(request, notice, form=form, status=422)
    given = form.cleaned_data
    try:
        made = objecting.file_objection(
            notice,
            by=person_of(request),
            said=objecting.Grounds(
                given["ground"], given["text"], given["organisation"], given["evidence"]
            ),
            idempotency_key=given["key"],
        )
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _file_page(request, notice, form=form, status=refusal.status)
    forget_text(request)
    messages.success(request, _("Your objection is filed. Keep its receipt number."))
    return redirect("awards:objection", made.receipt)


def _file_page(
    request: HttpRequest, notice: ResultNotice, *, form: ObjectionForm, status: int = 200
) -> HttpResponse:
    context = {
        "notice": notice,
        "challenge": notice.challenge,
        "demand": notice.challenge.demand,
        "form": form,
        "decision": permissions.may_object(request.user, notice, at=clock.now()),
    }
    return render(request, "awards/object.html", context, status=status)


def _objection_page(
    request: HttpRequest, found: Objection, *, form: DecisionForm, status: int = 200
) -> HttpResponse:
    context = {
        "objection": found,
        "notice": found.notice,
        "demand": found.notice.challenge.demand,
        "form": form,
        "may_decide": permissions.may_decide(request.user, found),
        "may_withdraw": permissions.may_withdraw_objection(request.user, found),
        "is_late": found.is_late_at(clock.now()),
    }
    return render(request, "awards/objection.html", context, status=status)


def _decide(request: HttpRequest, found: Objection, *, form: DecisionForm) -> bool:
    """Do what the button asks; return whether the form was filled in."""
    by: Any = person_of(request)
    verb = request.POST.get("verb", "")
    if verb == "withdraw":
        objecting.withdraw_objection(found, by=by)
        return True
    if not form.is_valid():
        return False
    typed = form.cleaned_data
    if verb == "reject":
        objecting.reject_objection(found, by=by, decision=typed["decision"])
    elif verb == "uphold":
        objecting.uphold_objection(found, by=by, decision=typed["decision"], remedy=typed["remedy"])
    else:
        raise Http404
    return True
