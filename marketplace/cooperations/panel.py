"""How an owner keeps what its demands promise, on its organisation's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from marketplace.cooperations.resources import promises_of
from marketplace.organisations.permissions import roles_in

if TYPE_CHECKING:
    from django.http import HttpRequest

    from marketplace.organisations.models import Organisation


def promises_panel(request: HttpRequest, organisation: Organisation) -> SafeString:
    """Return the rate: for its own people in full, for others once it rests on enough answers."""
    promises = promises_of(organisation)
    is_own = bool(roles_in(request.user, organisation))
    is_shown = promises.is_public or (is_own and (promises.counted or promises.waiting))
    if not is_shown:
        return SafeString("")
    context = {"promises": promises, "is_own": is_own}
    return render_to_string("cooperations/promises.html", context, request)
