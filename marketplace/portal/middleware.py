"""What the portal does around every view: the admin's looser policy, refusals as pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse

from marketplace.core.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    Handler = Callable[[HttpRequest], HttpResponse]

# Wagtail's date pickers, inline panels and rich text write styles and scripts into the page.
_ADMIN_POLICY = {
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["blob:"],
}


class AdminContentSecurityPolicy:
    """Loosens the content security policy under the admin's path, and nowhere else."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, and mark responses of the admin."""
        response = self.get_response(request)
        if request.path_info.startswith(reverse("wagtailadmin_home")):
            response._csp_update = _ADMIN_POLICY  # type: ignore[attr-defined]  # noqa: SLF001
        return response


class RefusalPages:
    """Shows a Refusal that a view let through: its message, with its status."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page, or JSON where that was asked for; other exceptions are not ours."""
        if not isinstance(exception, Refusal):
            return None
        if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
            body = {
                "code": exception.code,
                "message": str(exception.message),
                "fields": {k: [str(text) for text in v] for k, v in exception.fields.items()},
            }
            return JsonResponse(body, status=exception.status)
        return render(request, "refusal.html", {"refusal": exception}, status=exception.status)
