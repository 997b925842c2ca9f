"""The one-minute form by which a firm applies, and taking an application back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.claims.actions import AlreadyClaimed, submit_claim, withdraw_claim
from marketplace.claims.confirming import confirm_claim
from marketplace.claims.forms import ClaimForm, lift_hidden_errors, number_in
from marketplace.claims.models import Claim
from marketplace.claims.permissions import is_open_for_claims
from marketplace.claims.standing import FirmStanding, standings
from marketplace.claims.views.finding import demand_or_404, followed_demand
from marketplace.claims.views.kept import forget_text, kept_text, sign_in_first
from marketplace.claims.views.lengthening import to_full_form
from marketplace.claims.views.reading import visible_claim_or_404
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.listings.addenda import addenda_of, last_number
from marketplace.listings.models import Capability
from marketplace.organisations.forms import show_refusal
from marketplace.organisations.views.doors import person_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from marketplace.listings.models import Demand

_NUMBER_LENGTH = 20


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, number: str) -> HttpResponse:
    """Show the form for a demand, or send it; what was typed survives a mistake and a sign-in."""
    demand, addendum = _as_it_reads(number)
    if not request.user.is_authenticated:
        return sign_in_first(request, ClaimForm(request.POST, firms=[]).typed)
    stands = standings(request.user, demand, at=clock.now())
    firms = [one.firm for one in stands]
    if request.method != "POST":
        form = ClaimForm(firms=firms, initial=_initial(request, stands))
        return _page(request, demand, form, stands=stands, addendum=addendum)
    form = ClaimForm(request.POST, firms=firms)
    if request.POST.get("go") == "full" and form["firm"].value():
        return to_full_form(request, demand, form, firms=firms)
    made = _send(request, demand, form)
    if isinstance(made, Claim):
        forget_text(request)
        return redirect("claims:receipt", made.receipt)
    if made is not None:
        demand, addendum = _as_it_reads(number)
    return _page(request, demand, form, stands=stands, addendum=addendum, refusal=made)


@require_POST
def withdraw(request: HttpRequest, receipt: str) -> HttpResponse:
    """Take a firm's application back."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("claims:receipt", args=[receipt]))
    claim = visible_claim_or_404(request.user, receipt)
    withdraw_claim(claim, by=person_of(request))
    return redirect("claims:receipt", claim.receipt)


@require_POST
def confirm(request: HttpRequest, receipt: str) -> HttpResponse:
    """Stand by a firm's application as it is, after a material addendum."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("claims:receipt", args=[receipt]))
    claim = visible_claim_or_404(request.user, receipt)
    read = request.POST.get("addendum", "")
    try:
        confirm_claim(claim, by=person_of(request), addendum=number_in(read))
    except Refusal as refusal:
        if refusal.code != "changed_meanwhile":
            raise
        messages.warning(request, str(refusal.message))
        return redirect("claims:receipt", claim.receipt)
    messages.success(request, _("Your application stands as it is; the handling unit sees that."))
    return redirect("claims:receipt", claim.receipt)


def _send(request: HttpRequest, demand: Demand, form: ClaimForm) -> Claim | Refusal | None:
    """Return the claim that the form made, the refusal, or None where the form has mistakes."""
    if not form.is_valid():
        lift_hidden_errors(form)
        return None
    given = form.cleaned_data
    try:
        return submit_claim(
            demand,
            firm=given["firm"],
            by=person_of(request),
            idempotency_key=given["key"],
            addendum=form.seen,
            pitch=given["pitch"],
            contact_name=given["contact_name"],
            contact_phone=given["contact_phone"],
            capability=given["capability"],
        )
    except Refusal as refusal:
        show_refusal(form, refusal)
        lift_hidden_errors(form)
        return refusal


def _as_it_reads(number: str) -> tuple[Demand, int]:
    """Return a demand, and a number of its newest addendum that is never newer than its content."""
    addendum = last_number(demand_or_404(number))
    return demand_or_404(number, to_apply=True), addendum


def _page(
    request: HttpRequest,
    demand: Demand,
    form: ClaimForm,
    *,
    stands: list[FirmStanding],
    addendum: int,
    refusal: Refusal | None = None,
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    is_anew = form.is_bound or "addendum" in form.initial
    news = addenda_of(demand, after=form.seen) if is_anew and demand.is_public else []
    context = {
        "news": news,
        "addendum": news[0].addendum.number if news else addendum,
        "demand": demand,
        "demand_live": followed_demand(demand),
        "is_shown": demand.is_public,
        "openness": is_open_for_claims(demand, at=clock.now()),
        "stands": stands,
        "form": form,
        "may_send": form.is_bound
        or bool(form.initial.get("pitch"))
        or any(one.decision for one in stands),
        "existing": refusal.claim if isinstance(refusal, AlreadyClaimed) else None,
    }
    return render(
        request, "claims/apply.html", context, status=refusal.status if refusal else status
    )


def _initial(request: HttpRequest, stands: list[FirmStanding]) -> dict[str, Any]:
    initial: dict[str, Any] = {"contact_name": getattr(request.user, "name", "")}
    if stands and stands[0].decision:
        initial["firm"] = stands[0].firm.pk
    return {**initial, **_chosen(request, stands), **kept_text(request)}


def _chosen(request: HttpRequest, stands: list[FirmStanding]) -> dict[str, Any]:
    """Return the capability that a link names, and whose it is, where it is one of the firms'."""
    number = request.GET.get("capability", "")[:_NUMBER_LENGTH].replace("\0", "")
    firms = [one.firm.pk for one in stands]
    rows = Capability.objects.public().filter(lifecycle__owner__in=firms) if number else None
    found = rows.filter(lifecycle__number=number).first() if rows is not None else None
    return {"capability": found.pk, "firm": found.lifecycle.owner_id} if found else {}
