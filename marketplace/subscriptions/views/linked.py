"""Where a message's signed links lead: a page that asks, and one form that does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.signing import BadSignature
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from marketplace.core.refusals import Refusal
from marketplace.subscriptions.links import VERBS, link, subscription_of
from marketplace.subscriptions.views.mine import DONE, do

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


# The signed link itself says who asks, and mail programs send the form without a cookie.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def linked(request: HttpRequest, token: str, verb: str) -> HttpResponse:
    """Ask whether to pause, resume or delete; a form that is sent does it, signed in or not."""
    if verb not in VERBS:
        raise Http404
    try:
        subscription = subscription_of(token)
    except (BadSignature, ValueError) as error:
        raise Http404 from error
    if subscription is None:
        return render(request, "subscriptions/linked.html", {"state": "gone"}, status=410)
    context = {"subscription": subscription, "verb": verb, "state": "asking"}
    if request.method != "POST":
        return render(request, "subscriptions/linked.html", context)
    context |= {"state": "done", "said": DONE[verb]}
    back = "resume" if verb == "pause" else "pause"
    if verb != "delete":
        context["back"] = link(subscription.pk, back)
    try:
        do(verb, subscription)
    except Refusal as refusal:  # it was done before: two clicks, or another window
        context |= {"said": refusal.message}
    return render(request, "subscriptions/linked.html", context)
