"""The officer's table of applications, and the answer to one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.claims.actions import accept_claim, decline_claim
from marketplace.claims.answers import ask_details
from marketplace.claims.filters import ClaimFilter
from marketplace.claims.forms import AnswerForm, lift_hidden_errors
from marketplace.claims.models import Claim
from marketplace.claims.permissions import may_answer, may_read_claims_of
from marketplace.claims.relisting import may_relist
from marketplace.claims.slots import slots_of
from marketplace.claims.views.finding import demand_or_404
from marketplace.claims.views.kept import forget_text, sign_in_first
from marketplace.claims.views.reading import receipt_page, visible_claim_or_404
from marketplace.core import clock
from marketplace.core.paging import page_of
from marketplace.core.refusals import Refusal
from marketplace.organisations.forms import show_refusal
from marketplace.organisations.views.doors import person_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest, HttpResponse

    from marketplace.listings.models import Demand

_ACTS: Final[Mapping[str, Callable[..., Claim]]] = {
    "accept": accept_claim,
    "decline": decline_claim,
    "ask": ask_details,
}


@login_required
@require_safe
def of_demand(request: HttpRequest, number: str) -> HttpResponse:
    """Show the handling unit's officers who applied; in the order of arrival, never by a score."""
    demand = demand_or_404(number)
    may_read_claims_of(request.user, demand).demand()
    filters = ClaimFilter(
        request.GET, Claim.objects.filter(demand=demand).with_confirmation().for_rows()
    )
    now = clock.now()
    context = {
        "demand": demand,
        "filters": filters,
        "page": page_of(request, filters.qs),
        "now": now,
        "waiting": _waiting(request, demand),
        "slots": slots_of(demand),
        "may_relist": may_relist(request.user, demand, at=now),
    }
    return render(request, "claims/of_demand.html", context)


@require_POST
def answer(request: HttpRequest, receipt: str) -> HttpResponse:
    """Accept or decline an application; the page comes back with what was typed on a mistake."""
    form = AnswerForm(request.POST)
    if not request.user.is_authenticated:
        return sign_in_first(request, form.typed, reverse("claims:receipt", args=[receipt]))
    claim = visible_claim_or_404(request.user, receipt)
    if not form.is_valid():
        lift_hidden_errors(form)
        return receipt_page(request, claim, form, status=422)
    given = form.cleaned_data
    more = {"despite": given["despite"]} if given["verb"] == "accept" else {}
    try:
        _ACTS[given["verb"]](
            claim, by=person_of(request), reason=given["reason"], seen=form.seen, **more
        )
    except Refusal as refusal:
        show_refusal(form, refusal)
        lift_hidden_errors(form)
        fresh = visible_claim_or_404(request.user, receipt)
        return receipt_page(request, fresh, form, status=refusal.status)
    forget_text(request)
    messages.success(request, _("Your answer was sent to the firm."))
    return redirect("claims:receipt", receipt)


def _waiting(request: HttpRequest, demand: Demand) -> int:
    """Return how many applications the reader could decline at once."""
    if not may_answer(request.user, demand):
        return 0
    return Claim.objects.filter(demand=demand, state=Claim.State.SUBMITTED).count()
