"""Acceptance: the firm's answers, the officer's findings, and the record that anybody can check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.deliveries import accepting, permissions
from marketplace.deliveries.acceptance_forms import AnswersForm, AppraisalForm
from marketplace.deliveries.heard import found_by_panel
from marketplace.deliveries.models import Outcome, Verdict
from marketplace.deliveries.views.delivery import visible_or_404
from marketplace.organisations.views.doors import carried_out, person_of

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse

    from marketplace.deliveries.models import Delivery, HandIn


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, number: str) -> HttpResponse:
    """Write the answers to the indicators; save them, or hand them in."""
    found = visible_or_404(request.user, number)
    if not permissions.may_answer(request.user, found):
        raise Http404
    form = _answers_form(request, found)
    if request.method != "POST":
        return _answers_page(request, found, form)
    by = person_of(request)
    if not carried_out(form, lambda: accepting.save_answers(found, by=by, said=form.said)):
        return _answers_page(request, found, form, status=422)
    if "hand_in" not in request.POST:
        messages.success(request, _("Saved. Nothing is handed in yet."))
        return redirect("deliveries:answers", found.number)
    form = _answers_form(request, found)
    if not carried_out(form, lambda: accepting.hand_in(found, by=by)):
        return _answers_page(request, found, form, status=422)
    messages.success(request, _("Handed in; the handling unit judges each item."))
    return redirect("deliveries:delivery", found.number)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appraise(request: HttpRequest, number: str) -> HttpResponse:
    """Judge each item that was handed in last."""
    found = visible_or_404(request.user, number)
    if not permissions.may_appraise(request.user, found):
        raise Http404
    last = accepting.latest_hand_in(found)
    form = AppraisalForm(request.POST or None, hand_in=last, opinions=found_by_panel(last))
    if request.method == "POST":
        by = person_of(request)
        if carried_out(form, lambda: accepting.appraise(found, by=by, items=form.items)):
            messages.success(request, _("Noted; an approver decides."))
            return redirect("deliveries:delivery", found.number)
    status = 422 if request.method == "POST" else 200
    context = {
        **_about(found),
        "form": form,
        "hand_in": last,
        "files": _files(last),
        "is_heard": permissions.panel_is_heard(found),
    }
    return render(request, "deliveries/appraise.html", context, status=status)


@never_cache
@login_required
@require_safe
def hand_in(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Show what was handed in, how it was judged, and the verdict."""
    found = visible_or_404(request.user, number)
    row = found.hand_ins.filter(number=place).first()
    if row is None:
        raise Http404
    appraisal = row.appraisals.order_by("-number").first()
    judged = {one["promise"]: one for one in appraisal.items} if appraisal else {}
    heard = found_by_panel(row)
    items = [
        {**one, "judged": judged.get(one["promise"]), "opinions": heard.get(one["promise"])}
        for one in row.content
    ]
    context = {
        **_about(found),
        "hand_in": row,
        "items": items,
        "files": _files(row),
        "verdict": Verdict.objects.filter(hand_in=row).first(),
    }
    return render(request, "deliveries/hand_in.html", context)


@require_safe
def record(request: HttpRequest, number: str) -> HttpResponse:
    """Show the record of an acceptance to whoever knows its number."""
    rows = Verdict.objects.select_related("hand_in").filter(outcome=Outcome.ACCEPTED)
    verdict = rows.filter(number=number.upper()).first()
    if verdict is None:
        raise Http404
    sheet = verdict.content
    context = {
        "verdict": verdict,
        "sheet": sheet,
        "items": [{**one, **_votes(sheet, one["promise"])} for one in sheet["items"]],
        "is_whole": verdict.is_whole,
    }
    response = render(request, "deliveries/record.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _answers_form(request: HttpRequest, found: Delivery) -> AnswersForm:
    """Return the form as it was typed; the files that were just saved stand in its rows."""
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    return AnswersForm(*given, answers=accepting.answers_of(found))


def _answers_page(
    request: HttpRequest, found: Delivery, form: forms.Form, *, status: int = 200
) -> HttpResponse:
    context = {
        **_about(found),
        "form": form,
        "may_hand_in": permissions.may_hand_in(request.user, found),
        "last": found.hand_ins.select_related("verdict").order_by("-number").first(),
    }
    return render(request, "deliveries/answers.html", context, status=status)


def _votes(sheet: dict[str, Any], promise: int) -> dict[str, int]:
    """Return how many members of the panel were heard on an item, and how many found it met."""
    found = [
        one["is_met"]
        for items in sheet.get("panel", ())
        for one in items
        if one["promise"] == promise
    ]
    return {"heard": len(found), "met": sum(found)}


def _about(found: Delivery) -> dict[str, Any]:
    return {"delivery": found, "demand": found.demand}


def _files(row: HandIn) -> list[Any]:
    """Return the files of a hand-in with their promises."""
    return list(row.files.select_related("blob", "promise").order_by("pk"))
