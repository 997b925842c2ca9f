"""Asking for a change of what was signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marketplace.deliveries import changing, permissions
from marketplace.deliveries.change_form import ChangeForm
from marketplace.deliveries.views.delivery import visible_or_404
from marketplace.organisations.views.doors import carried_out, person_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the other side for a change; what was typed stays where it is refused."""
    found = visible_or_404(request.user, number)
    if not permissions.side_of(request.user, found):
        raise Http404
    decision = permissions.may_ask_change(request.user, found)
    form = ChangeForm(request.POST or None, delivery=found)
    status = 200
    if request.method == "POST":
        by, status = person_of(request), 422
        if carried_out(
            form,
            lambda: changing.ask_change(
                found, by=by, wanted=form.wanted, reason=form.cleaned_data["reason"]
            ),
        ):
            messages.success(request, _("Noted; the other side is told."))
            return redirect("deliveries:delivery", found.number)
    context = {"delivery": found, "demand": found.demand, "form": form, "decision": decision}
    return render(request, "deliveries/change.html", context, status=status)
