"""What lets a browser search the portal from its own bar: a description, and suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.suggest import options_for
from marketplace.listings.filters import Q_LENGTH
from search.documents import LISTS

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """Answer with the OpenSearch description of the search over all lists."""
    address = f"{request.scheme}://{request.get_host()}"
    content_type = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "portal/opensearch.xml", {"address": address}, content_type=content_type)


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Answer with what may be meant: the text, words, what they are, and where they lead."""
    typed = request.GET.get("q", "")[:Q_LENGTH].replace("\0", " ")
    options = options_for(request, typed, lists=frozenset(LISTS))
    return JsonResponse(
        [
            typed,
            [one.text for one in options],
            [str(one.kind) for one in options],
            [request.build_absolute_uri(one.address) for one in options],
        ],
        safe=False,
        content_type="application/x-suggestions+json",
    )
