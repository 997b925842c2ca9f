"""Where platforms tell what came later: a follower's code or leaving, a mail that came back."""

from __future__ import annotations

import json
import re
import time
import uuid
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from marketplace.notifications.bouncing import note_bounce
from marketplace.notifications.gateways import one_line
from marketplace.notifications.masking import is_follower
from marketplace.notifications.models import Delivery
from marketplace.notifications.proving import bind_follower, forget_follower
from marketplace.notifications.signing import is_signed

MOST_BYTES: Final = 4000
_MOST_TEXT: Final = 40
_STATUS: Final = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}")


# The signature says who calls; a platform has no cookie.
@csrf_exempt
@never_cache
@require_POST
def follower(request: HttpRequest) -> JsonResponse:
    """Bind the follower who sent a code, or forget one who left; the answer has their reply."""
    body = _signed_body(request, settings.WECHAT_CALLBACK_SECRET)
    if isinstance(body, JsonResponse):
        return body
    told = _parsed(body)
    if told is None:
        return JsonResponse({"code": "malformed"}, status=400)
    if told.get("event") == "left":
        forget_follower(told["follower"])
        return JsonResponse({"bound": False, "reply": ""})
    is_bound = bind_follower(told["follower"], code=told["text"])
    return JsonResponse({"bound": is_bound, "reply": _reply(is_bound=is_bound)})


@csrf_exempt
@never_cache
@require_POST
def returned(request: HttpRequest) -> JsonResponse:
    """Take the report of a mail that came back: one for good keeps its address out."""
    body = _signed_body(request, settings.MAIL_CALLBACK_SECRET)
    if isinstance(body, JsonResponse):
        return body
    told = _report(body)
    if told is None:
        return JsonResponse({"code": "malformed"}, status=400)
    delivery = Delivery.objects.filter(key=told["key"]).first()
    is_for_good = told["status"].startswith("5.")
    if delivery is None or not is_for_good:
        return JsonResponse({"bounced": False})
    note = f"{told['status']} {told['note']}".strip()
    is_noted = note_bounce(delivery, note=one_line(note), address=told["address"])
    return JsonResponse({"bounced": is_noted})


def _signed_body(request: HttpRequest, secret: str) -> bytes | JsonResponse:
    """Return a call's body, or the answer to one that is not heard; Http404 without a secret."""
    if not secret:
        raise Http404
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return JsonResponse({"code": "too_long"}, status=413)
    if not is_signed(body, secret=secret, headers=request.headers, now=time.time()):
        return JsonResponse({"code": "not_signed"}, status=401)
    return body


def _report(body: bytes) -> dict[str, str] | None:
    """Return which mail came back from where and why; None for anything else."""
    try:
        told = json.loads(body)
        key = str(uuid.UUID(told["message_id"].strip("<>").partition("@")[0]))
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError):
        return None
    found = {name: told.get(name) for name in ("address", "status", "note")}
    if not all(isinstance(text, str) and "\0" not in text for text in found.values()):
        return None
    if not found["address"] or not _STATUS.fullmatch(found["status"]):
        return None
    return {"key": key, **found}


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
