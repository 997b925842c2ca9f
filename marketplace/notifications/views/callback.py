"""Where the platform of the official account tells who sent a code, and who has left."""

from __future__ import annotations

import json
import time
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from marketplace.notifications.masking import is_follower
from marketplace.notifications.proving import bind_follower, forget_follower
from marketplace.notifications.signing import is_signed

MOST_BYTES: Final = 4000
_MOST_TEXT: Final = 40


# The signature says who calls; a platform has no cookie.
@csrf_exempt
@never_cache
@require_POST
def follower(request: HttpRequest) -> JsonResponse:
    """Bind the follower who sent a code, or forget one who left; the answer has their reply."""
    secret = settings.WECHAT_CALLBACK_SECRET
    if not secret:
        raise Http404
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return JsonResponse({"code": "too_long"}, status=413)
    if not is_signed(body, secret=secret, headers=request.headers, now=time.time()):
        return JsonResponse({"code": "not_signed"}, status=401)
    told = _parsed(body)
    if told is None:
        return JsonResponse({"code": "malformed"}, status=400)
    if told.get("event") == "left":
        forget_follower(told["follower"])
        return JsonResponse({"bound": False, "reply": ""})
    is_bound = bind_follower(told["follower"], code=told["text"])
    return JsonResponse({"bound": is_bound, "reply": _reply(is_bound=is_bound)})


def _reply(*, is_bound: bool) -> str:
    if is_bound:
        return _("You are bound. Messages of the portal now come here.")
    return _("This code is not known or holds no longer. Get a new one in your settings.")


def _parsed(body: bytes) -> dict[str, Any] | None:
    """Return what a body tells, None for anything but a follower with a text or their leaving."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or not is_follower(told.get("follower")):
        return None
    if told.get("event", "") == "left":
        return told
    text = told.get("text")
    if "event" in told or not isinstance(text, str) or not 0 < len(text) <= _MOST_TEXT:
        return None
    return told if text.strip().isprintable() else None
