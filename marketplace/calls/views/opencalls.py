"""Open calls: the public list and page, and how those who run one write and end it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.calls import calling, opencalls, permissions
from marketplace.calls.figures import figures_of_call
from marketplace.calls.forms import ExtendForm, OpenCallForm, call_as_saved
from marketplace.calls.models import OpenCall, Proposal
from marketplace.core import clock
from marketplace.core.paging import page_of
from marketplace.core.refusals import Refusal
from marketplace.organisations.views.doors import carried_out, person_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_DONE: Final = {
    "open": gettext_lazy("The call is open; everybody reads it."),
    "close": gettext_lazy("The call is closed."),
    "discard": gettext_lazy("The draft is thrown away."),
    "extend": gettext_lazy("The due time is extended."),
}


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """List the open calls, those that take proposals first, and a person's own drafts."""
    now = clock.now()
    rows = OpenCall.objects.public().for_rows().by_due_date(at=now)
    drafts = OpenCall.objects.run_by(request.user).filter(state="drafted").for_rows()
    context = {
        "page": page_of(request, rows),
        "drafts": drafts,
        "may_write": bool(permissions.departments_for(request.user)),
        "now": now,
    }
    return render(request, "calls/calls.html", context)


@require_safe
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an open call; its drafts and its proposals to those who run it alone."""
    return _page(request, _call_or_404(request, pk))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write an open call."""
    departments = permissions.departments_for(request.user)
    if not departments:
        raise Http404
    initial = {"key": secrets.token_urlsafe(16)}
    form = OpenCallForm(request.POST or None, initial=initial, departments=departments)
    by: Any = person_of(request)
    made: list[OpenCall] = []

    def save() -> None:
        key = form.cleaned_data["key"]
        made.append(opencalls.draft_call(form.text, by=by, idempotency_key=key))

    if request.method == "POST" and carried_out(form, save):
        messages.success(request, _("Saved as a draft. Nobody else reads it until you open it."))
        return redirect("calls:call", made[0].pk)
    status = 422 if form.is_bound else 200
    return render(request, "calls/call_form.html", {"form": form}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the draft of an open call anew."""
    found = _run_or_404(request, pk)
    if not found.is_drafted:
        raise Http404
    form = OpenCallForm(
        request.POST or None,
        initial=call_as_saved(found),
        departments=permissions.departments_for(request.user),
    )
    by: Any = person_of(request)

    def save() -> None:
        opencalls.rewrite_call(found, form.text, by=by, base_edition=form.base_edition)

    if request.method == "POST" and carried_out(form, save):
        messages.success(request, _("Saved as a draft. Nobody else reads it until you open it."))
        return redirect("calls:call", found.pk)
    status = 422 if form.is_bound else 200
    return render(request, "calls/call_form.html", {"form": form, "call": found}, status=status)


@login_required
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Open, close, discard or extend a call; say why where it is refused."""
    found = _run_or_404(request, pk)
    by: Any = person_of(request)
    if verb not in _DONE:
        raise Http404
    if verb == "extend":
        form = ExtendForm(request.POST, auto_id="extend_%s")
        if carried_out(
            form, lambda: calling.extend_call(found, by=by, until=form.cleaned_data["until"])
        ):
            messages.success(request, str(_DONE[verb]))
            return redirect("calls:call", pk)
        return _page(request, found, form=form, status=422)
    steps: dict[str, Any] = {
        "open": opencalls.open_call,
        "close": calling.close_call,
        "discard": calling.discard_call,
    }
    return acted(request, found, step=steps[verb], verb=verb)


def acted(request: HttpRequest, found: OpenCall, *, step: Any, verb: str) -> HttpResponse:
    """Do a step without a form, and show what came of it."""
    try:
        step(found, by=person_of(request))
    except Refusal as refusal:
        told = [str(one) for many in refusal.fields.values() for one in many]
        messages.error(request, " ".join(told) or str(refusal.message))
    else:
        messages.success(request, str(_DONE[verb]))
    return redirect("calls:calls") if verb == "discard" else redirect("calls:call", found.pk)


def _call_or_404(request: HttpRequest, pk: int) -> OpenCall:
    rows = OpenCall.objects.visible_to(request.user).for_rows()
    found: OpenCall | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _run_or_404(request: HttpRequest, pk: int) -> OpenCall:
    found = _call_or_404(request, pk)
    if not permissions.runs_open_call(request.user, found):
        raise Http404
    return found


def _page(
    request: HttpRequest, found: OpenCall, *, form: Any = None, status: int = 200
) -> HttpResponse:
    now = clock.now()
    runs = bool(permissions.runs_open_call(request.user, found))
    read = Proposal.objects.visible_to(request.user).filter(call=found).for_rows().by_due_date()
    context = {
        "call": found,
        "runs": runs,
        "may_propose": permissions.may_propose(request.user, found, at=now),
        "takes": found.takes_proposals_at(now),
        "proposals": page_of(request, read) if request.user.is_authenticated else None,
        "figures": figures_of_call(found) if runs else None,
        "form": form or ExtendForm(auto_id="extend_%s"),
        "now": now,
    }
    return render(request, "calls/call.html", context, status=status)
