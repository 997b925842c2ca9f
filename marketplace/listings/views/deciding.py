"""The review page: a version, what it changes, what was decided so far, and this step's form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import TaskState

from marketplace.core.refusals import Refusal
from marketplace.listings import actions
from marketplace.listings.addenda import changes_of, is_material_by_rule, needs_statement
from marketplace.listings.comparing import written
from marketplace.listings.labels import label_of
from marketplace.listings.models import Listing
from marketplace.listings.models.approvals import steps_of
from marketplace.listings.sheets import version_digest
from marketplace.listings.views.access import person_of

if TYPE_CHECKING:
    from marketplace.listings.models.approvals import DecidedByPeople


@login_required
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, step: int) -> HttpResponse:
    """Decide a step, or show what became of it."""
    state, listing = _step(step)
    task: DecidedByPeople = state.task.specific
    if not task.may_decide(request.user, listing):
        raise Http404
    if state.status != TaskState.STATUS_IN_PROGRESS:
        messages.info(request, _("This step has been decided already."))
        return redirect("portal:workbench")
    if request.method == "POST":
        return _decided(request, state, listing)
    return _page(request, state, listing, forms=_forms(task))


def _step(pk: int) -> tuple[TaskState, Listing]:
    rows = TaskState.objects.select_related("workflow_state", "task", "revision")
    state = rows.filter(pk=pk).first()
    listing = state.workflow_state.content_object if state else None
    if state is None or not isinstance(listing, Listing):
        raise Http404
    return state, listing


def _forms(task: DecidedByPeople) -> dict[str, forms.Form]:
    return {name: task.get_form_for_action(name)() for name in ("approve", "reject")}


def _decided(request: HttpRequest, state: TaskState, listing: Listing) -> HttpResponse:
    task: DecidedByPeople = state.task.specific
    name = "reject" if request.POST.get("decision") == "reject" else "approve"
    form = task.get_form_for_action(name)(request.POST)
    filled = {**_forms(task), name: form}
    if not form.is_valid():
        return _page(request, state, listing, forms=filled, status=422)
    answers = dict(form.cleaned_data)
    comment = answers.pop("comment", "")
    try:
        actions.decide_step(
            state,
            by=person_of(request),
            approve=name == "approve",
            comment=comment,
            answers=answers,
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal.message))
        return _page(request, state, listing, forms=filled, status=refusal.status)
    said = _("It was returned to its author.") if name == "reject" else _("Your approval is kept.")
    messages.success(request, said)
    return redirect("portal:workbench")


def _page(
    request: HttpRequest,
    state: TaskState,
    listing: Listing,
    *,
    forms: dict[str, forms.Form],
    status: int = 200,
) -> HttpResponse:
    version: Listing = state.revision.as_object()
    lifecycle = listing.lifecycle
    problems = actions.present_problems(version, lifecycle)
    changes = changes_of(version, lifecycle)
    context: dict[str, Any] = {
        "state": state,
        "task": state.task.specific,
        "listing": listing,
        "key": listing.KEY,
        "lifecycle": lifecycle,
        "version": version,
        "fields": written(version),
        "changes": changes,
        "is_addendum": needs_statement(version, changes),
        "is_material_by_rule": is_material_by_rule(changes),
        "problems": [(name, label_of(name), texts) for name, texts in problems.items()],
        "steps": steps_of(listing),
        "digest": version_digest(state.revision),
        "approve": forms["approve"],
        "reject": forms["reject"],
        "decision": request.POST.get("decision", ""),
    }
    return render(request, "listings/decide.html", context, status=status)
