"""What the twins of the message platforms took, where no platform is set up."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marketplace.notifications.console import kept, played
from marketplace.notifications.wagtail_hooks.log import READ_LOG


@require_safe
@never_cache
@permission_required(READ_LOG, raise_exception=True)
def twins(request: HttpRequest) -> HttpResponse:
    """List the last messages of each twin, the newest first; Http404 where there is none."""
    channels = played()
    if not channels:
        raise Http404
    messages = sorted(
        (message for channel in channels for message in kept(channel)),
        key=lambda message: message.at,
        reverse=True,
    )
    return render(request, "notifications/admin/twins.html", {"kept": messages})
