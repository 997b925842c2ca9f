"""What pages that save themselves are answered, whoever wrote what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import JsonResponse
from django.urls import reverse
from django.utils.http import urlencode

from marketplace.claims.draft_forms import typed
from marketplace.claims.views.draft_state import clock_time
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.organisations.forms import show_refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest

    from marketplace.reviews.score_forms import CriteriaForm


def saved_or_told(form: CriteriaForm, action: Callable[[], object]) -> bool:
    """Save what fits of a form; whether all of it was saved, else the form says what was not."""
    try:
        action()
    except Refusal as refusal:
        show_refusal(form, refusal)
    return not form.errors


def saved_answer(form: CriteriaForm, *, faults: Mapping[str, Any]) -> JsonResponse:
    """Return what is stored of a form's fields, and what could not be stored."""
    return JsonResponse(
        {
            "saved": clock_time(clock.now()),
            "others": [],
            "fields": form.state(),
            "conflicts": {},
            "faults": {name: str(messages[0]) for name, messages in faults.items()},
        }
    )


def signed_out_answer(name: str, *address: str) -> JsonResponse:
    """Return where to sign in, and come back to the page."""
    page = reverse(name, args=address)
    sign_in = f"{reverse('account_login')}?{urlencode({'next': page})}"
    return JsonResponse({"sign_in": sign_in}, status=401)


def typed_in(request: HttpRequest) -> dict[str, str]:
    """Return what was typed into fields that carry a mark, to be kept while somebody signs in."""
    names = [name for name in request.POST if f"base-{name}" in request.POST]
    return typed(request.POST, names)
