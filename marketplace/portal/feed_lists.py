"""What a feed or a calendar of a list is asked for, by the same query as the list's page."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag

from cms.lists.reading import first_keys
from cms.lists.view import filters_of, query_of
from cms.lists.vocabulary import read_vocabulary
from cms.page_clock import page_clock_of
from marketplace.listings.plain_text import without_control
from marketplace.subscriptions.models import LISTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from marketplace.listings.filters import ListFilter
    from marketplace.listings.models import Lifecycle

KEPT_SECONDS = 300
"""How long whoever asked may keep an answer without asking again."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A list and its filters, with whatever the address got wrong left out."""

    list_key: str
    filters: ListFilter

    @property
    def query(self) -> str:
        """Return the one query of what is asked for, whoever wrote the one that was followed."""
        return query_of(self.filters)

    @property
    def name(self) -> str:
        """Return the list's name and what narrows it."""
        fields = self.filters.form.fields
        chosen = [
            str(dict(fields[name].choices)[value])
            for name, values in self.filters.chosen.items()
            for value in values
        ]
        return plain(
            " · ".join([str(LISTS[self.list_key]), *filter(None, [self.filters.text]), *chosen])
        )

    def rows(self, *, order: str, most: int) -> list[Any]:
        """Return the first public listings in an order, with what an entry says of them."""
        keys = first_keys(self.list_key, self.filters, order=order, most=most)
        rows = self.filters.queryset.filter(pk__in=keys).select_related("lifecycle__owner")
        found = {row.pk: row for row in rows.prefetch_related("domains")}
        return [found[key] for key in keys if key in found]


def asked_of(request: HttpRequest, list_key: str) -> Asked:
    """Return what an address asks a list for."""
    now = page_clock_of(request).now
    return Asked(list_key, filters_of(list_key, request.GET, vocabulary=read_vocabulary(), now=now))


def answered(
    request: HttpRequest,
    body: bytes,
    *,
    content_type: str,
    changed: datetime,
    is_private: bool = False,
) -> HttpResponseBase:
    """Return an answer that whoever has it already is told is the same.

    By its tag alone: what was withdrawn or has closed leaves no date behind.
    """
    etag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    response = HttpResponse(body, content_type=content_type)
    response["ETag"] = etag
    response["Last-Modified"] = http_date(changed.timestamp())
    patch_cache_control(
        response, max_age=KEPT_SECONDS, **({"private": True} if is_private else {"public": True})
    )
    return get_conditional_response(request, etag=etag, response=response) or response


def changed_at(lifecycle: Lifecycle) -> datetime:
    """Return when a public listing was last revised, else published."""
    return lifecycle.revised_at or lifecycle.published_at or lifecycle.created


def latest(lifecycles: Sequence[Lifecycle], *, otherwise: datetime) -> datetime:
    """Return when any of some listings changed last."""
    return max(map(changed_at, lifecycles), default=otherwise)


def host() -> str:
    """Return the portal's own host, which names entries for ever."""
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def plain(text: str) -> str:
    """Return a text that every format can carry."""
    return without_control(text)
