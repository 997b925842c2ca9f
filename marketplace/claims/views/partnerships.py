"""The page on which a partner says whether it takes part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from marketplace.claims.draft_permissions import may_answer_invitation
from marketplace.claims.models import ClaimPartner
from marketplace.claims.partnering import answer_invitation
from marketplace.core.veiled import unveil
from marketplace.organisations.views.doors import person_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def partnership(request: HttpRequest, name: str) -> HttpResponse:
    """Show who asks whom to do what for which demand, or take the answer."""
    rows = ClaimPartner.objects.visible_to(request.user).for_rows()
    partner = rows.filter(pk=unveil(ClaimPartner, name)).first()
    if partner is None:
        raise Http404
    if request.method == "POST":
        joins = request.POST.get("answer") == "join"
        answer_invitation(partner, by=person_of(request), joins=joins)
        return redirect("claims:partnership", partner)
    demand = partner.draft.demand
    context = {
        "partner": partner,
        "demand": demand,
        "is_shown": demand.is_public,
        "decision": may_answer_invitation(request.user, partner),
    }
    return render(request, "claims/partnership.html", context)
