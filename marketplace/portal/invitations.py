"""Sending an invitation from a capability's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.listings.permissions import may_read
from marketplace.matches.models import Side
from marketplace.organisations.forms import show_refusal
from marketplace.organisations.views.doors import person_of
from marketplace.portal.details import capability_page, find_by_number
from marketplace.portal.inviting import InviteForm, demands_to_invite_for, invite_holder
from marketplace.portal.rows import capabilities_in_full

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_POST
def invite(request: HttpRequest, number: str) -> HttpResponse:
    """Invite a capability's owner; the page comes back with what was chosen where it is refused."""
    capability = find_by_number(capabilities_in_full(), number)
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("portal:capability", args=[number]))
    if not may_read(request.user, capability):
        return capability_page(request, number)
    demands = demands_to_invite_for(request.user, capability, at=clock.now())
    form = InviteForm(request.POST, demands=demands)
    if not form.is_valid():
        return capability_page(request, number, form=form, status=422)
    try:
        made = invite_holder(form.cleaned_data["demand"], capability, by=person_of(request))
    except Refusal as refusal:
        show_refusal(form, refusal)
        return capability_page(request, number, form=form, status=refusal.status)
    messages.success(request, _("The firm is invited."))
    side = urlencode({"side": Side.DEMAND.value})
    return redirect(f"{reverse('matches:match', args=[made.match_id])}?{side}")
