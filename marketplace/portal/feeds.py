"""Atom feeds of the lists: the newest public listings of what the address asks for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.core import moments
from marketplace.portal.feed_lists import answered, asked_of, changed_at, host, latest, plain
from marketplace.subscriptions.models import LISTS
from search.documents import CAPABILITIES
from search.engines.protocol import Sort

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from marketplace.portal.feed_lists import Asked

MOST: Final = 50
"""So many of the newest listings stand in a feed."""

NEVER: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""When a feed changed that has shown nothing yet; always the same, so that its tag is."""


class ListFeed(Atom1Feed):
    """A feed that changed when the newest of its entries did."""

    content_type = "application/atom+xml; charset=utf-8"

    def latest_post_date(self) -> datetime:
        """Return the last change of an entry; without entries always the same instant."""
        changed = [item["updateddate"] for item in self.items]
        return max(changed, default=NEVER)


@require_safe
def feed(request: HttpRequest, list_key: str) -> HttpResponseBase:
    """Answer with the newest listings of what the address asks a list for."""
    asked = asked_of(request, list_key)
    rows = asked.rows(order=Sort.NEWEST, most=MOST)
    drawn = _feed(request, asked)
    for row in rows:
        drawn.add_item(**_entry(request, row))
    return answered(
        request,
        drawn.writeString("utf-8").encode(),
        content_type=ListFeed.content_type,
        changed=latest([row.lifecycle for row in rows], otherwise=NEVER),
    )


@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    """Say which feeds and calendars there are, and how they are asked for."""
    lists = [(key, name, key != CAPABILITIES) for key, name in LISTS.items()]
    return render(request, "portal/feeds.html", {"lists": lists})


def _feed(request: HttpRequest, asked: Asked) -> ListFeed:
    address = reverse("portal:feed", kwargs={"list_key": asked.list_key})
    query = f"?{asked.query}" if asked.query else ""
    return ListFeed(
        title=asked.name,
        link=request.build_absolute_uri(reverse("portal:feeds")),
        description=_("The newest first, at most %(number)d") % {"number": MOST},
        language=get_language() or "",
        feed_url=request.build_absolute_uri(f"{address}{query}"),
        feed_guid=f"tag:{host()},2026:{address}{query}",
    )


def _entry(request: HttpRequest, row: Any) -> dict[str, Any]:
    lifecycle = row.lifecycle
    page = reverse(f"portal:{row.KEY}", args=[lifecycle.number])
    return {
        "title": plain(row.title),
        "link": request.build_absolute_uri(page),
        "description": "".join(f"<p>{escape(plain(one))}</p>" for one in _said(row) if one),
        "unique_id": f"tag:{host()},2026:{lifecycle.number}",
        "author_name": plain(str(lifecycle.owner)),
        "categories": [plain(domain.name) for domain in row.domains.all()],
        "pubdate": lifecycle.published_at or lifecycle.created,
        "updateddate": changed_at(lifecycle),
    }


def _said(row: Any) -> list[str]:
    """Return the summary, the number, and when a demand closes."""
    closes = getattr(row.lifecycle, "closes_at", None)
    when = _("Closes on %(moment)s") % {"moment": moments.written(closes)} if closes else ""
    example = _("Example") if row.lifecycle.is_example else ""
    return [row.summary, str(row.lifecycle.number), when, example]
