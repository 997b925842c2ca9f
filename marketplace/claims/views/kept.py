"""What somebody typed waits in the session while they sign in; the session's end forgets it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.contrib.auth.views import redirect_to_login

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_KEY = "claims_typed"


def sign_in_first(
    request: HttpRequest, typed: Mapping[str, str], page: str | None = None
) -> HttpResponse:
    """Ask to sign in and come back to a page (this one by default) with what was typed."""
    page = page or request.path
    if request.method == "POST":
        keep_text(request, page, typed)
    return redirect_to_login(page)


def keep_text(request: HttpRequest, page: str, typed: Mapping[str, str]) -> None:
    """Keep what was typed until its page is shown again."""
    request.session[_KEY] = {"page": page, "typed": dict(typed)}


def kept_text(request: HttpRequest) -> dict[str, str]:
    """Return what was typed on this page before signing in, by field; empty texts left out."""
    kept = request.session.get(_KEY) or {}
    if kept.get("page") != request.path:
        return {}
    return {name: text for name, text in kept["typed"].items() if text}


def forget_text(request: HttpRequest) -> None:
    """Forget what was kept: it has been sent."""
    request.session.pop(_KEY, None)
