"""The page of an opening: attempts, the ceremony, the button, and afterwards the public record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.bids import permissions
from marketplace.bids.doors import challenge_or_404
from marketplace.bids.forms import OpenForm
from marketplace.bids.models import Opening
from marketplace.bids.opening import open_bids
from marketplace.bids.standing import may_read_record
from marketplace.bids.views.ceremonies import (
    GIVING,
    PREPARING,
    Step,
    carry_out,
    forms_of,
    openers_of,
)
from marketplace.core import clock
from marketplace.notifications.topics import followed
from marketplace.organisations.views.doors import person_of

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from marketplace.challenges.models import Challenge


@never_cache
@require_safe
def opening(request: HttpRequest, number: str) -> HttpResponse:
    """Show the record as the rules say once it stands; before, openers and supervisor enter."""
    challenge = challenge_or_404(request.user, number)
    return _page(request, challenge)


@login_required
@require_POST
def act(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Carry out one step of the ceremony or the opening itself."""
    challenge = challenge_or_404(request.user, number)
    if step not in _STEPS:
        raise Http404
    form = carry_out(request, challenge, _STEPS[step])
    if form.errors:
        return _page(request, challenge, step=step, form=form)
    messages.success(request, str(_STEPS[step].done))
    return redirect("bids:opening", number)


def _open(request: HttpRequest, challenge: Challenge, form: Any) -> None:
    open_bids(challenge, by=person_of(request), present=form.cleaned_data["present"])


_STEPS: Final = {
    "open": Step(OpenForm, _open, _("The bids are opened.")),
    "give": GIVING,
    **PREPARING,
}


def _page(
    request: HttpRequest, challenge: Challenge, *, step: str = "", form: Form | None = None
) -> HttpResponse:
    live = followed("opening", str(challenge.demand.lifecycle.number))
    if not may_enter(request.user, challenge):
        raise Http404
    record = _record_of(challenge)
    inside = permissions.may_read_opening(request.user, challenge)
    context = {
        "live": live,
        "challenge": challenge,
        "demand": challenge.demand,
        "opening": record,
        "bids": challenge.bids.for_rows() if record else [],
        "inside": inside,
        **(_inside(request, challenge) if inside else {}),
        **forms_of(_STEPS, sent=step, form=form),
    }
    return render(request, "bids/opening.html", context, status=422 if form is not None else 200)


def may_enter(user: Any, challenge: Challenge) -> bool:
    """Return whether a reader finds the page: who opens or oversees, others once they may read."""
    if permissions.may_read_opening(user, challenge):
        return True
    record = _record_of(challenge)
    return record is not None and may_read_record(user, challenge, at=clock.now())


def _record_of(challenge: Challenge) -> Opening | None:
    return Opening.objects.filter(challenge=challenge).exclude(state="running").first()


def _inside(request: HttpRequest, challenge: Challenge) -> dict[str, Any]:
    now = clock.now()
    user = person_of(request)
    shown = openers_of(challenge, user)
    number = challenge.demand.lifecycle.number
    return {
        "attempts": challenge.opening_attempts.select_related("by")[:50],
        "may_open": permissions.may_open(user, challenge, at=now),
        "opens": permissions.may_open_at_all(user, challenge),
        "is_ceremony": challenge.seal_mode == challenge.SealMode.CEREMONY,
        **shown,
        "act_urls": {step: reverse("bids:act", args=[number, step]) for step in _STEPS},
        "handed": sum(one.handed is not None for one in shown["openers"]),
        "now": now,
    }
