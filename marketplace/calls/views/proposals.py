"""Proposing in an open call, the page of a proposal, and a person's list."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.calls import permissions, proposing
from marketplace.calls.forms import AdoptForm, DeclineForm, PassOnForm, ProposalForm
from marketplace.calls.models import OpenCall, Proposal
from marketplace.challenges.duplicates import Wanted, near_equal, near_texts
from marketplace.core import clock
from marketplace.core.paging import page_of
from marketplace.core.refusals import Refusal
from marketplace.listings.models import Demand
from marketplace.organisations.models import Kind, Organisation
from marketplace.organisations.views.doors import carried_out, person_of
from marketplace.subscriptions.following import follow

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_COMPARED: Final = 200
"""How many proposals to a call are compared with one, at most."""


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a proposal; before it is sent, the demands that ask for nearly the same are shown."""
    found: OpenCall | None = OpenCall.objects.public().for_rows().filter(pk=pk).first()
    if found is None:
        raise Http404
    able = permissions.proposers_for(request.user)
    if request.method != "POST":
        form = ProposalForm(organisations=able, initial={"key": secrets.token_urlsafe(16)})
        return _form_page(request, found, form=form)
    form = ProposalForm(request.POST, organisations=able)
    if "follow" in request.POST:
        return _followed(request, found, form=form)
    if not form.is_valid():
        return _form_page(request, found, form=form, status=422)
    if "go_on" not in request.POST and (near := _near(request, form)):
        return _form_page(request, found, form=form, near=near)
    made: list[Proposal] = []

    def send() -> None:
        by: Any = person_of(request)
        key = form.cleaned_data["key"]
        made.append(proposing.propose(found, form.idea, by=by, idempotency_key=key))

    if carried_out(form, send):
        messages.success(request, _("Your proposal is sent. Keep its receipt number."))
        return redirect("calls:proposal", made[0].receipt)
    return _form_page(request, found, form=form, status=422)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, receipt: str) -> HttpResponse:
    """Show a proposal to its proposer and those who answer it; take their steps."""
    rows = Proposal.objects.visible_to(request.user).for_rows()
    found: Proposal | None = rows.filter(receipt=receipt.upper()).first()
    if found is None:
        raise Http404
    forms = _forms(found, request)
    if request.method != "POST":
        return _page(request, found, forms=forms)
    verb = request.POST.get("verb", "")
    by: Any = person_of(request)
    if verb == "withdraw":
        try:
            proposing.withdraw_proposal(found, by=by)
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
        return redirect("calls:proposal", found.receipt)
    form = forms.get(verb)
    if form is None:
        raise Http404
    if carried_out(form, lambda: _do(found, by=by, verb=verb, typed=form.cleaned_data)):
        messages.success(request, _("Noted."))
        return redirect("calls:mine") if verb == "pass_on" else redirect("calls:proposal", receipt)
    return _page(request, rows.get(pk=found.pk), forms=forms, status=422)


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List the proposals that a person's organisations made, and those that they answer."""
    rows = Proposal.objects.visible_to(request.user).for_rows().by_due_date()
    context = {"page": page_of(request, rows), "now": clock.now()}
    return render(request, "calls/proposals.html", context)


def _do(found: Proposal, *, by: Any, verb: str, typed: dict[str, Any]) -> None:
    if verb == "adopt":
        proposing.adopt_proposal(found, by=by, mode=typed["mode"], answer=typed["answer"])
    elif verb == "decline":
        proposing.decline_proposal(found, by=by, answer=typed["answer"])
    else:
        proposing.pass_on(found, by=by, to=typed["to"])


def _forms(found: Proposal, request: HttpRequest) -> dict[str, Any]:
    verb = request.POST.get("verb", "") if request.method == "POST" else ""

    def sent(name: str) -> Any:
        return request.POST if verb == name else None

    passing = PassOnForm(sent("pass_on"), auto_id="pass_%s")
    departments = Organisation.objects.verified().present().filter(kind=Kind.AGENCY)
    passing.fields["to"].queryset = departments.exclude(pk=found.handler_id)  # type: ignore[attr-defined]
    return {
        "adopt": AdoptForm(sent("adopt"), kind=found.call.kind),
        "decline": DeclineForm(sent("decline")),
        "pass_on": passing,
    }


def _page(
    request: HttpRequest, found: Proposal, *, forms: dict[str, Any], status: int = 200
) -> HttpResponse:
    now = clock.now()
    is_own = Proposal.objects.proposed_by(request.user).filter(pk=found.pk).exists()
    wanted = Wanted(found.title, found.need, request.user, _keys(found))
    context = {
        "proposal": found,
        "call": found.call,
        "is_own": is_own,
        "may_adopt": permissions.may_answer(request.user, found, verb="adopt"),
        "may_withdraw": permissions.may_withdraw(request.user, found),
        "may_pass_on": permissions.may_pass_on(request.user, found),
        "near": near_equal(wanted, now=now) if found.is_open else [],
        "alike": [] if is_own else _alike(found, wanted),
        "forms": forms,
        "is_late": found.is_late_at(now),
        "now": now,
    }
    return render(request, "calls/proposal.html", context, status=status)


def _keys(found: Proposal) -> tuple[int, ...]:
    return (found.demand_id,) if found.demand_id else ()


def _alike(found: Proposal, wanted: Wanted) -> list[Proposal]:
    """Return the other proposals to the call that its reader may read and that say the same."""
    rows = Proposal.objects.visible_to(wanted.reader).filter(call=found.call_id)
    others = rows.exclude(pk=found.pk).exclude(state=Proposal.State.WITHDRAWN)
    known = {one.pk: one for one in others.for_rows().order_by("-pk")[:_COMPARED]}
    texts = [(key, one.title, one.need) for key, one in known.items()]
    return [known[key] for key in near_texts(wanted, texts)]


def _near(request: HttpRequest, form: ProposalForm) -> list[Demand] | None:
    typed = form.cleaned_data
    wanted = Wanted(typed["title"], typed["need"], request.user)
    return near_equal(wanted, now=clock.now())


def _followed(request: HttpRequest, found: OpenCall, *, form: ProposalForm) -> HttpResponse:
    """Follow a demand that asks for the same; what was typed stays."""
    key = request.POST["follow"]
    rows = Demand.objects.public()
    wanted = rows.filter(pk=int(key)).first() if key.isdecimal() else None
    if wanted is None:
        raise Http404
    try:
        follow(wanted, by=person_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        told = _("You follow “%(title)s” now and are told of what becomes of it.")
        messages.success(request, told % {"title": wanted})
    near = _near(request, form) if form.is_valid() else None
    return _form_page(request, found, form=form, near=near)


def _form_page(
    request: HttpRequest,
    found: OpenCall,
    *,
    form: ProposalForm,
    near: list[Demand] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "call": found,
        "form": form,
        "near": near,
        "decision": permissions.may_propose(request.user, found, at=clock.now()),
    }
    return render(request, "calls/propose.html", context, status=status)
