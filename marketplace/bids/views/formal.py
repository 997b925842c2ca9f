"""The formal check of an opened bid: what officers do, what the bidder sends, what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.bids import checking, curing
from marketplace.bids import formal_permissions as permissions
from marketplace.bids.formal_facts import facts_of
from marketplace.bids.formal_forms import AdmitForm, CureForm, DeficitsForm, ExclusionForm
from marketplace.bids.models import Bid, FormalCheck
from marketplace.core import clock
from marketplace.organisations.views.doors import carried_out, person_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
@never_cache
@require_safe
def formal(request: HttpRequest, receipt: str) -> HttpResponse:
    """Show the check to those who read the bid; what each may do stands beside it."""
    check = _check_or_404(request, receipt)
    return _page(request, check)


@login_required
@require_POST
def act(request: HttpRequest, receipt: str, step: str) -> HttpResponse:
    """Carry out one step of the check."""
    check = _check_or_404(request, receipt)
    if step not in _STEPS:
        raise Http404
    form_class, carry_out, done = _STEPS[step]
    form = form_class(request.POST, request.FILES, auto_id=_ids(step))
    if carried_out(form, lambda: carry_out(request, check, form)):
        messages.success(request, str(done))
        return redirect("bids:formal", receipt)
    return _page(request, check, step=step, form=form)


def _admit(request: HttpRequest, check: FormalCheck, _form: Form) -> None:
    checking.admit_bid(check, by=person_of(request))


def _ask(request: HttpRequest, check: FormalCheck, form: Form) -> None:
    checking.write_deficits(check, by=person_of(request), deficits=form.cleaned_data)


def _propose(request: HttpRequest, check: FormalCheck, form: Form) -> None:
    checking.propose_exclusion(check, by=person_of(request), **form.cleaned_data)


def _exclude(request: HttpRequest, check: FormalCheck, _form: Form) -> None:
    checking.exclude_bid(check, by=person_of(request))


def _turn_down(request: HttpRequest, check: FormalCheck, _form: Form) -> None:
    checking.turn_down_exclusion(check, by=person_of(request))


def _cure(request: HttpRequest, check: FormalCheck, form: Form) -> None:
    typed = form.cleaned_data
    person = person_of(request)
    curing.cure_deficits(check, by=person, words=typed["cure"], files=typed["uploads"])


_STEPS: dict[str, tuple[type[Form], Any, Any]] = {
    "admit": (AdmitForm, _admit, _("The bid is admitted to the review.")),
    "ask": (DeficitsForm, _ask, _("The bidder is told what is missing.")),
    "propose": (ExclusionForm, _propose, _("Proposed; somebody else decides.")),
    "exclude": (Form, _exclude, _("The bid is not admitted; its bidder is told why.")),
    "turn-down": (Form, _turn_down, _("The proposal is turned down; the check goes on.")),
    "cure": (CureForm, _cure, _("What you sent stands beside your bid.")),
}


def _ids(step: str) -> str:
    """Return how the fields of a step are called on a page that shows several."""
    return f"id_{step}_%s"


def _check_or_404(request: HttpRequest, receipt: str) -> FormalCheck:
    rows = FormalCheck.objects.visible_to(request.user).for_rows()
    found: FormalCheck = get_object_or_404(rows, bid__receipt=receipt.upper())
    return found


def _page(
    request: HttpRequest, check: FormalCheck, *, step: str = "", form: Form | None = None
) -> HttpResponse:
    user, now = request.user, clock.now()
    bid = check.bid
    context = {
        "check": check,
        "bid": bid,
        "challenge": bid.challenge,
        "demand": bid.challenge.demand,
        "facts": facts_of(bid, at=now),
        "partners": bid.partners.all(),
        "reads_bid": Bid.objects.visible_to(user).filter(pk=bid.pk).exists(),
        "may_admit": permissions.may_admit(user, check),
        "may_ask": permissions.may_write_deficits(user, check),
        "may_propose": permissions.may_propose(user, check, at=now),
        "may_decide": permissions.may_decide(user, check),
        "may_cure": permissions.may_cure(user, check, at=now),
        "checks": permissions.may_check(user, check),
        "refused_step": step,
        **{f"{name}_form": shown for name, shown in _forms(step, form).items()},
    }
    return render(request, "bids/formal.html", context, status=200 if form is None else 422)


def _forms(step: str, form: Form | None) -> dict[str, Form]:
    """Return a form for each step, the one that was sent as it was typed."""
    shown = {name: one[0](auto_id=_ids(name)) for name, one in _STEPS.items()}
    if form is not None:
        shown[step] = form
    return {name.replace("-", "_"): one for name, one in shown.items()}
