"""The one interface: its addresses, its rate, and its errors in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError

from marketplace.api import lists, matches
from marketplace.api.throttle import ByAddress

if TYPE_CHECKING:
    from django.http import HttpRequest

NAMESPACE = "api"

site = NinjaAPI(
    title="Xiamen Scenario Marketplace",
    version="1",
    description="Read-only: what everybody may read on the pages, found and explained alike.",
    docs_url=None,
    urls_namespace=NAMESPACE,
    throttle=[ByAddress()],
)
site.add_router("", lists.router)
site.add_router("", matches.router)


@site.exception_handler(Http404)
def not_found(request: HttpRequest, _error: Http404) -> HttpResponse:
    """Answer for what is not there, or is not public: it looks the same."""
    return _problem(
        request, "not_found", message=_("There is nothing public under this number."), status=404
    )


@site.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer for a parameter that is none; its value is not repeated."""
    names = sorted({str(one["loc"][-1]) for one in error.errors if one.get("loc")})
    message = _("Not understood: %(names)s") % {"names": ", ".join(names)}
    return _problem(request, "not_understood", message=message, status=422)


@site.exception_handler(Throttled)
def too_many(request: HttpRequest, error: Throttled) -> HttpResponse:
    """Answer for an address that asks too often."""
    response = _problem(
        request, "too_many", message=_("Too many requests; wait a moment."), status=429
    )
    response["Retry-After"] = str(int(error.wait or 0) + 1)
    return response


@site.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer for whatever else was wrong with the request."""
    return _problem(
        request, "refused", message=_("This cannot be answered."), status=error.status_code
    )


def _problem(request: HttpRequest, code: str, *, message: str, status: int) -> HttpResponse:
    return site.create_response(request, {"code": code, "message": message}, status=status)
