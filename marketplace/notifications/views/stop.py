"""Where an e-mail's signed link leads: a page that asks, and one POST that stops it (RFC 8058)."""

from __future__ import annotations

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from marketplace.accounts.models import User
from marketplace.notifications import actions
from marketplace.notifications.kinds import kind_of
from marketplace.notifications.links import Stop, stop_of


# The signed link itself says who asks, and mail programs send the form without a cookie.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to stop what a link names; a form that is sent does it, signed in or not."""
    try:
        asked = stop_of(token)
    except (BadSignature, ValueError) as error:
        raise Http404 from error
    person = User.objects.filter(pk=asked.user, is_active=True).first()
    if person is None:
        raise Http404
    if request.method == "POST":
        _do(asked, person)
    context = {
        "stop": asked,
        "kind": kind_of(asked.kind) if asked.kind else None,
        "is_done": request.method == "POST",
    }
    return render(request, "notifications/stop.html", context)


def _do(asked: Stop, person: User) -> None:
    if asked.kind:
        actions.mute_kind(asked.kind, by=person, channels=[asked.channel])
    else:
        actions.stop_digests(asked.pace, by=person, channel=asked.channel)
