"""Asking to take an entry over, and taking the request back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.organisations import actions
from marketplace.organisations.forms import TakeoverForm
from marketplace.organisations.models import Organisation, Role, TakeoverRequest
from marketplace.organisations.permissions import organisations_of
from marketplace.organisations.views.doors import carried_out, person_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def takeover(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to take over the entry of a placeholder."""
    person = person_of(request)
    placeholder = get_object_or_404(Organisation.objects.placeholders(), pk=pk)
    form = TakeoverForm(request.POST or None, placeholder=placeholder, person=person)

    def ask() -> None:
        details = form.cleaned_data
        actions.ask_takeover(
            placeholder, claimant=details["claimant"], grounds=details["grounds"], by=person
        )

    if request.method == "POST" and carried_out(form, ask):
        messages.success(request, _("Asked. Staff check it and you find the answer here."))
        return redirect("organisations:mine")
    context = {
        "form": form,
        "organisation": placeholder,
        "owned": organisations_of(person, Role.OWNER),
    }
    status = 422 if form.is_bound else 200
    return render(request, "organisations/takeover.html", context, status=status)


@require_POST
@login_required
def withdraw_takeover(request: HttpRequest, takeover: int) -> HttpResponse:
    """Take a request back."""
    person = person_of(request)
    mine = TakeoverRequest.objects.filter(claimant__in=organisations_of(person, Role.OWNER))
    actions.withdraw_takeover(get_object_or_404(mine, pk=takeover), by=person)
    messages.success(request, _("Withdrawn."))
    return redirect("organisations:mine")
