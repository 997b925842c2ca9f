"""Several applications at once: side by side, all the rest declined, the demand listed again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.claims.answers import decline_rest
from marketplace.claims.comparing import FEWEST, MOST, comparison_rows
from marketplace.claims.dialogue_forms import ReasonForm
from marketplace.claims.forms import number_in
from marketplace.claims.models import Claim
from marketplace.claims.permissions import may_answer, may_decide, may_read_claims_of
from marketplace.claims.relisting import relist_demand
from marketplace.claims.views.finding import demand_or_404
from marketplace.core import clock
from marketplace.organisations.views.doors import carried_out, person_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from marketplace.listings.models import Demand

_MOST_DECLINED = 200


@login_required
@require_safe
def compare(request: HttpRequest, number: str) -> HttpResponse:
    """Show two to four applications for a demand side by side, in the order of arrival.

    Those that were not confirmed since a material addendum stay out.
    """
    demand = demand_or_404(number)
    may_read_claims_of(request.user, demand).demand()
    asked = request.GET.getlist("claim")[: MOST + 1]
    rows = Claim.objects.filter(demand=demand, receipt__in=asked)
    claims = list(rows.confirmed().for_rows().order_by("submitted_at", "pk"))
    fits = FEWEST <= len(claims) <= MOST
    context = {
        "demand": demand,
        "claims": claims if fits else [],
        "rows": comparison_rows(claims, at=clock.now()) if fits else [],
        "left_out": rows.unconfirmed().count(),
        "now": clock.now(),
    }
    return render(request, "claims/compare.html", context, status=200 if fits else 422)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decline_all(request: HttpRequest, number: str) -> HttpResponse:
    """Show what still waits and decline it with one reason; what came since then stays."""
    demand = demand_or_404(number)
    may_answer(request.user, demand).demand()
    if request.method != "POST":
        return _decline_page(request, demand, ReasonForm())
    form = ReasonForm(request.POST)
    by = person_of(request)
    seen = {
        receipt: number_in(request.POST.get(f"version-{receipt}", ""))
        for receipt in request.POST.getlist("receipt")[:_MOST_DECLINED]
    }
    declined: list[Claim] = []

    def decline() -> None:
        reason = form.cleaned_data["reason"]
        declined.extend(decline_rest(demand, seen=seen, by=by, reason=reason))

    if not carried_out(form, decline):
        return _decline_page(request, demand, form, status=422)
    told = ngettext(
        "%(number)d application was declined; the firm is told.",
        "%(number)d applications were declined; the firms are told.",
        len(declined),
    )
    messages.success(request, told % {"number": len(declined)})
    return redirect("claims:of_demand", number)


@login_required
@require_POST
def relist(request: HttpRequest, number: str) -> HttpResponse:
    """List a closed demand again, as a draft to be looked over."""
    draft = relist_demand(demand_or_404(number), by=person_of(request))
    messages.success(request, _("A new draft was made; set its dates and submit it."))
    return redirect("listings:item", "demand", draft.pk)


def _decline_page(
    request: HttpRequest, demand: Demand, form: ReasonForm, *, status: int = 200
) -> HttpResponse:
    waiting = Claim.objects.filter(demand=demand, state=Claim.State.SUBMITTED)
    rows = waiting.for_rows().order_by("submitted_at", "pk")[:_MOST_DECLINED]
    claims = [claim for claim in rows if may_decide(request.user, claim)]
    every = [claim.receipt for claim in claims]
    chosen = request.POST.getlist("receipt") if form.is_bound else every
    context = {"demand": demand, "claims": claims, "chosen": chosen, "form": form}
    return render(request, "claims/decline_all.html", context, status=status)
