"""A person's rounds: those they run, and those in which their bodies are asked; and writing one."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.calls import permissions, rounds
from marketplace.calls.asking import bodies_of_kinds
from marketplace.calls.figures import figures_of_rounds
from marketplace.calls.forms import RoundForm, round_as_saved
from marketplace.calls.models import Reply, Round
from marketplace.core import clock
from marketplace.core.paging import page_of
from marketplace.listings.permissions import is_portal_staff
from marketplace.organisations.views.doors import carried_out, person_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List the rounds in which a person's bodies are asked, and those that they run."""
    asked = Reply.objects.of_bodies_of(request.user).for_rows().order_by("-round__due_at")
    run = Round.objects.run_by(request.user).exclude(state="discarded")
    is_runner = is_portal_staff(request.user) or bool(permissions.openers_for(request.user))
    context = {
        "asked": page_of(request, asked, name="asked"),
        "run": page_of(request, run.for_rows().with_counts(), name="run"),
        "is_runner": is_runner,
        "figures": figures_of_rounds() if is_portal_staff(request.user) else None,
        "now": clock.now(),
    }
    return render(request, "calls/rounds.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a round."""
    by: Any = person_of(request)
    if not (is_portal_staff(by) or permissions.openers_for(by)):
        raise Http404
    form = _form(request, initial={"key": secrets.token_urlsafe(16)})
    made: list[Round] = []

    def save() -> None:
        key = form.cleaned_data["key"]
        made.append(rounds.draft_round(form.text, by=by, idempotency_key=key))

    if request.method == "POST" and carried_out(form, save):
        messages.success(request, _("Saved as a draft. Look at whom it asks, then open it."))
        return redirect("calls:round", made[0].pk)
    return _page(request, form, round_=None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the draft of a round anew."""
    round_ = Round.objects.run_by(request.user).for_rows().filter(pk=pk).first()
    if round_ is None or not round_.is_drafted:
        raise Http404
    found: Round = round_
    form = _form(request, initial=round_as_saved(found))
    by = person_of(request)

    def save() -> None:
        rounds.rewrite_round(found, form.text, by=by, base_edition=form.base_edition)

    if request.method == "POST" and carried_out(form, save):
        messages.success(request, _("Saved as a draft. Look at whom it asks, then open it."))
        return redirect("calls:round", found.pk)
    return _page(request, form, round_=found)


def _form(request: HttpRequest, *, initial: dict[str, Any]) -> RoundForm:
    openers = permissions.openers_for(request.user)
    is_staff = is_portal_staff(request.user)
    return RoundForm(request.POST or None, initial=initial, openers=openers, is_staff=is_staff)


def _page(request: HttpRequest, form: RoundForm, *, round_: Round | None) -> HttpResponse:
    typed = form.cleaned_data.get("kinds") if form.is_bound else None
    preview = bodies_of_kinds(typed) if typed else None
    context = {"form": form, "round": round_, "preview": preview}
    status = 422 if form.is_bound else 200
    return render(request, "calls/round_form.html", context, status=status)
