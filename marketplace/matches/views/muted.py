"""From whom a person's firms take no invitations, and taking them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.core.paging import page_of
from marketplace.matches.actions import lift_mute
from marketplace.matches.models import MutedOrganisation
from marketplace.organisations.views.doors import person_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
@never_cache
@require_safe
def muted(request: HttpRequest) -> HttpResponse:
    """List the organisations that a person's firms have muted, the newest first."""
    rows = MutedOrganisation.objects.visible_to(request.user)
    rows = rows.select_related("firm", "organisation", "muted_by").order_by("-pk")
    return render(request, "matches/muted.html", {"page": page_of(request, rows)})


@login_required
@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Take invitations from an organisation again."""
    person = person_of(request)
    found = get_object_or_404(MutedOrganisation.objects.visible_to(person), pk=pk)
    lift_mute(found, by=person)
    messages.success(request, _("Your firm takes invitations from it again."))
    return redirect("matches:muted")
