"""The page on which openers get ready before their challenge is listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.bids import permissions
from marketplace.bids.readiness import lacking
from marketplace.bids.views.ceremonies import PREPARING, carry_out, forms_of, openers_of
from marketplace.challenges.models import Challenge
from marketplace.challenges.permissions import may_run
from marketplace.organisations.views.doors import person_of

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse


@never_cache
@login_required
@require_safe
def openers(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who opens and what each does next; once it is listed, lead to the opening's page."""
    challenge = _challenge_of(pk)
    number = challenge.demand.lifecycle.number
    if number and permissions.may_read_opening(request.user, challenge):
        return redirect("bids:opening", number)
    return _page(request, challenge)


@login_required
@require_POST
def act(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Carry out one step of getting ready."""
    challenge = _challenge_of(pk)
    if step not in PREPARING or not permissions.may_prepare(request.user, challenge):
        raise Http404
    form = carry_out(request, challenge, PREPARING[step])
    if form.errors:
        return _page(request, challenge, step=step, form=form)
    messages.success(request, str(PREPARING[step].done))
    return redirect("bids:openers", pk)


def _challenge_of(pk: int) -> Challenge:
    found: Challenge | None = Challenge.objects.for_rows().filter(demand=pk).first()
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, challenge: Challenge, *, step: str = "", form: Form | None = None
) -> HttpResponse:
    if not permissions.may_prepare(request.user, challenge):
        raise Http404
    key = challenge.demand_id
    context = {
        "challenge": challenge,
        "demand": challenge.demand,
        "runs": may_run(request.user, challenge),
        "lacking": lacking(challenge),
        **openers_of(challenge, person_of(request)),
        "act_urls": {one: reverse("bids:openers_act", args=[key, one]) for one in PREPARING},
        **forms_of(PREPARING, sent=step, form=form),
    }
    return render(request, "bids/openers.html", context, status=422 if form is not None else 200)
