"""An Atom feed of the open calls, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.calls.models import OpenCall
from marketplace.core.moments import written
from marketplace.portal.feed_lists import answered, host, plain
from marketplace.portal.feeds import NEVER, ListFeed

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

MOST: Final = 50


@require_safe
def calls_feed(request: HttpRequest) -> HttpResponseBase:
    """Answer with the newest open calls, those that have closed included."""
    rows = list(OpenCall.objects.public().for_rows().order_by("-opened_at")[:MOST])
    address = reverse("portal:calls_feed")
    drawn = ListFeed(
        title=_("Open calls"),
        link=request.build_absolute_uri(reverse("calls:calls")),
        description=_("The newest first, at most %(number)d") % {"number": MOST},
        language=get_language() or "",
        feed_url=request.build_absolute_uri(address),
        feed_guid=f"tag:{host()},2026:{address}",
    )
    for row in rows:
        drawn.add_item(**_entry(request, row))
    return answered(
        request,
        drawn.writeString("utf-8").encode(),
        content_type=ListFeed.content_type,
        changed=max((row.opened_at for row in rows), default=NEVER),
    )


def _entry(request: HttpRequest, row: Any) -> dict[str, Any]:
    due = _("%(title)s; due %(instant)s") % {
        "title": row.get_kind_display(),
        "instant": written(row.due_at),
    }
    return {
        "title": plain(row.title),
        "link": request.build_absolute_uri(reverse("calls:call", args=[row.pk])),
        "description": "".join(f"<p>{escape(plain(one))}</p>" for one in (row.words, due)),
        "unique_id": f"tag:{host()},2026:call-{row.pk}",
        "author_name": plain(str(row.department)),
        "pubdate": row.opened_at,
        "updateddate": row.opened_at,
    }
