"""The page on which a partner that a bid names stands by it, or says that it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marketplace.bids.formal_forms import DeclineForm
from marketplace.bids.formal_permissions import may_answer_by
from marketplace.bids.hearing import confirm_part, decline_part
from marketplace.bids.models import BidPartner
from marketplace.organisations.views.doors import carried_out, person_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def partner(request: HttpRequest, key: int) -> HttpResponse:
    """Show who names the organisation and for which part, and take its answer."""
    rows = BidPartner.objects.for_organisations_of(request.user).for_rows()
    found: BidPartner = get_object_or_404(rows, pk=key)
    declines = request.POST.get("verb") == "decline"
    form: Form = DeclineForm(request.POST if declines else None)
    if request.method == "POST":
        form = form if declines else Form(request.POST)
        if carried_out(form, lambda: _answer(request, found, form=form)):
            messages.success(request, _("Your answer is recorded; the bidder is told."))
            return redirect("bids:partner", key)
    context = {
        "partner": found,
        "bid": found.bid,
        "demand": found.bid.challenge.demand,
        "form": form,
        "decline_form": form if declines else DeclineForm(),
        "may_confirm": may_answer_by(request.user, found, verb="confirm"),
        "may_decline": may_answer_by(request.user, found, verb="decline"),
    }
    return render(request, "bids/partner.html", context, status=422 if form.errors else 200)


def _answer(request: HttpRequest, found: BidPartner, *, form: Form) -> None:
    if isinstance(form, DeclineForm):
        decline_part(found, by=person_of(request), words=form.cleaned_data["words"])
    else:
        confirm_part(found, by=person_of(request))
