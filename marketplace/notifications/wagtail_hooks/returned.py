"""Where staff note that a mail came back which a mail server had taken."""

from __future__ import annotations

from typing import Final, cast

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marketplace.accounts.models import User
from marketplace.notifications.bouncing import may_have_bounced, note_bounce
from marketplace.notifications.models import Delivery

NOTE_RETURN: Final = "notifications.change_delivery"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@permission_required(NOTE_RETURN, raise_exception=True)
def returned(request: HttpRequest, key: str) -> HttpResponse:
    """Ask whether a mail came back for good; a form that is sent keeps its address out."""
    delivery = get_object_or_404(Delivery, key=key)
    if not may_have_bounced(delivery):
        raise Http404
    if request.method != "POST":
        return render(request, "notifications/admin/returned.html", {"delivery": delivery})
    by = cast("User", request.user)
    if note_bounce(delivery, note=_("noted by the portal's staff"), by=by):
        messages.success(request, _("No more e-mails are sent to this address."))
    else:
        messages.warning(request, _("This person has another address by now."))
    return redirect("notifications_log")
