"""The page on which a member of the panel is heard on an acceptance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marketplace.core import clock
from marketplace.deliveries import hearing
from marketplace.deliveries.acceptance_forms import AppraisalForm
from marketplace.deliveries.accepting import latest_hand_in
from marketplace.deliveries.heard import hearing_ends
from marketplace.deliveries.hearing_permissions import may_give_opinion, may_read_as_panel
from marketplace.deliveries.models import Delivery
from marketplace.organisations.views.doors import carried_out, person_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, number: str) -> HttpResponse:
    """Show what was handed in to a member of the panel, who says of each item whether it is met."""
    rows = Delivery.objects.heard_from(request.user).for_rows()
    found: Delivery | None = rows.filter(number=number.upper()).first()
    if found is None or not may_read_as_panel(request.user, found):
        raise Http404
    last = latest_hand_in(found)
    form = AppraisalForm(request.POST or None, hand_in=last)
    if request.method == "POST":
        by = person_of(request)
        if carried_out(form, lambda: hearing.give_opinion(found, by=by, items=form.items)):
            messages.success(request, _("Noted. The owner decides after every member was heard."))
            return redirect("deliveries:opinion", found.number)
    context = {
        "delivery": found,
        "demand": found.demand,
        "form": form,
        "hand_in": last,
        "files": last.files.select_related("blob"),
        "until": hearing_ends(last),
        "decision": may_give_opinion(request.user, found, at=clock.now()),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "deliveries/opinion.html", context, status=status)
