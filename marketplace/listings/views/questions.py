"""The page on which a question is answered, reviewed, declined or joined with another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marketplace.listings import questions
from marketplace.listings.forms.questions import AnswerForm, MergeForm, NothingForm, ReasonForm
from marketplace.listings.models import Question
from marketplace.listings.question_permissions import (
    may_see_asker,
    may_see_question,
    verbs_open_to,
)
from marketplace.listings.views.access import person_of
from marketplace.organisations.views.doors import carried_out

if TYPE_CHECKING:
    from django import forms

    from marketplace.accounts.models import User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a question to those who handle or review it, or carry out what one of them decided."""
    rows = Question.objects.for_rows().select_related("asker", "organisation", "drafted_by")
    found = rows.filter(pk=pk).first()
    if found is None or not may_see_question(request.user, found):
        raise Http404
    if request.method != "POST":
        return _page(request, found)
    return _decided(request, found, verb=str(request.POST.get("verb", "")))


def _decided(request: HttpRequest, found: Question, *, verb: str) -> HttpResponse:
    form = _forms(found, request.POST).get(verb)
    if form is None:
        return _page(request, found, status=422)
    person = person_of(request)
    version = str(request.POST.get("version", ""))

    def act() -> Question:
        return _act(found, verb, given={"version": version, **form.cleaned_data}, by=person)

    if not carried_out(form, act):
        fresh = Question.objects.for_rows().get(pk=found.pk)
        return _page(request, fresh, filled={verb: form}, status=422)
    messages.success(request, _said(verb))
    return redirect("portal:workbench")


def _act(found: Question, verb: str, *, given: dict[str, Any], by: User) -> Question:
    if verb == "draft":
        version = given["version"]
        return questions.draft_answer(found, by=by, answer=given["answer"], version=version)
    if verb == "hand_back":
        return questions.hand_back_answer(found, by=by, reason=given["reason"])
    if verb == "refuse":
        version = given["version"]
        return questions.refuse_question(found, by=by, reason=given["reason"], version=version)
    if verb == "decline":
        return questions.decline_question(found, by=by, version=given["version"])
    if verb == "merge":
        return questions.merge_question(found, into=given["into"], by=by)
    return questions.publish_answer(found, by=by, version=given["version"])


def _said(verb: str) -> str:
    return {
        "draft": _("The answer waits for its secrecy review."),
        "hand_back": _("The answer was returned to its author."),
        "refuse": _("The refusal waits for its secrecy review."),
        "decline": _("The asker is told the reason."),
        "merge": _("The questions are joined."),
    }.get(verb, _("Question and answer are public."))


def _forms(found: Question, data: Any = None) -> dict[str, forms.Form]:
    """Return the form of each verb."""
    return {
        "draft": AnswerForm(data, initial={"answer": found.answer}),
        "hand_back": ReasonForm(data, auto_id="id_back_%s"),
        "refuse": ReasonForm(data, auto_id="id_refuse_%s", initial={"reason": found.refusal}),
        "decline": NothingForm(data),
        "merge": MergeForm(data, targets=questions.may_be_merged_into(found)),
        "publish": NothingForm(data),
    }


def _page(
    request: HttpRequest,
    found: Question,
    *,
    filled: dict[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    open_verbs = {row.verb for row in verbs_open_to(request.user, found)}
    shown = {**_forms(found), **(filled or {})}
    others = Question.objects.filter(demand=found.demand_id).exclude(pk=found.pk)
    context = {
        "question": found,
        "demand": found.demand,
        "forms": {verb: form for verb, form in shown.items() if verb in open_verbs},
        "refused": [form for verb, form in (filled or {}).items() if verb not in open_verbs],
        "others": others.order_by("-asked_at")[:20],
        "asker": found.asker if may_see_asker(request.user, found) else None,
    }
    return render(request, "listings/question.html", context, status=status)
