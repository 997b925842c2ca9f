"""Asking a question on a demand's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marketplace.claims.views.kept import forget_text, sign_in_first
from marketplace.listings.forms.questions import QuestionForm
from marketplace.listings.permissions import may_read
from marketplace.listings.questions import ask_question
from marketplace.organisations.views.doors import carried_out, person_of
from marketplace.portal.details import demand_page, find_by_number
from marketplace.portal.rows import demands_in_full

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_POST
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Send a question; what was typed survives a mistake, a refusal and a sign-in."""
    demand = find_by_number(demands_in_full(), number)
    address = reverse("portal:demand", args=[demand.lifecycle.number])
    form = QuestionForm(request.POST)
    if not request.user.is_authenticated:
        return sign_in_first(request, form.typed, address)
    if not may_read(request.user, demand):
        return demand_page(request, number)
    person = person_of(request)
    if not carried_out(
        form,
        lambda: ask_question(
            demand,
            by=person,
            text=form.cleaned_data["text"],
            idempotency_key=form.cleaned_data["key"],
        ),
    ):
        return demand_page(request, number, form=form, status=422)
    forget_text(request)
    messages.success(request, _("Your question was sent. You hear of it when it is answered."))
    return redirect(f"{address}#questions")
