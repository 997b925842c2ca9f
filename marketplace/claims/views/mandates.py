"""The pages on which a firm allows somebody to fill in, and on which they do so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.claims.filling import start_filling
from marketplace.claims.mandate_forms import FillingForm, MandateForm
from marketplace.claims.mandates import firms_of, give_mandate, withdraw_mandate
from marketplace.claims.models import ClaimDraft, Mandate
from marketplace.claims.questions import Step
from marketplace.claims.views.drafts import step_url
from marketplace.core import clock
from marketplace.core.veiled import unveil
from marketplace.organisations.views.doors import carried_out, person_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from marketplace.accounts.models import User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mandates(request: HttpRequest) -> HttpResponse:
    """Show an owner's firms whom they allow to fill in, or allow somebody."""
    person = person_of(request)
    firms = firms_of(person)
    form = MandateForm(request.POST or None, firms=firms)
    if request.method == "POST" and carried_out(form, lambda: _give(form, person)):
        messages.success(request, _("Allowed; the organisation is told."))
        return redirect("claims:mandates")
    rows = list(Mandate.objects.visible_to(person).for_rows())
    context = {
        "firms": firms,
        "form": form,
        "standing": [one for one in rows if one.state == Mandate.State.GIVEN],
        "over": [one for one in rows if one.state != Mandate.State.GIVEN],
    }
    return render(request, "claims/mandates.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def withdraw(request: HttpRequest, name: str) -> HttpResponse:
    """Take a mandate back."""
    rows = Mandate.objects.visible_to(request.user).for_rows()
    mandate = rows.filter(pk=unveil(Mandate, name)).first()
    if mandate is None:
        raise Http404
    withdraw_mandate(mandate, by=person_of(request))
    messages.success(request, _("No longer allowed; nothing more can be read or saved there."))
    return redirect("claims:mandates")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def filling(request: HttpRequest) -> HttpResponse:
    """Show for which firms a person may fill in and what is in work, or begin another draft."""
    person = person_of(request)
    allowed = Mandate.objects.usable_by(person).standing_at(clock.now()).for_rows()
    typed = {"demand": request.GET.get("demand", "")[:20]}
    form = FillingForm(request.POST or None, mandates=allowed, initial=typed)
    begun: list[ClaimDraft] = []
    if request.method == "POST" and carried_out(form, lambda: begun.append(_begin(form, person))):
        return redirect(step_url(begun[0], Step.APPROACH))
    drafts = ClaimDraft.objects.filled_in_by(person).for_rows()
    context = {
        "mandates": allowed,
        "form": form,
        "drafts": drafts.filter(sent_at__isnull=True),
        "sent": drafts.filter(sent_at__isnull=False),
    }
    return render(request, "claims/filling.html", context, status=422 if form.errors else 200)


def _give(form: MandateForm, person: User) -> Mandate:
    given = form.cleaned_data
    return give_mandate(given["firm"], helper=given["helper"], ends_on=given["ends_on"], by=person)


def _begin(form: FillingForm, person: User) -> ClaimDraft:
    mandate, demand = form.cleaned_data["mandate"], form.cleaned_data["demand"]
    return start_filling(demand, firm=mandate.firm, helper=mandate.helper, by=person)
