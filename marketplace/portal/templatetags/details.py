"""How the pages of listings write instants, kinds of resources and downloads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from marketplace.core.workdays import SHANGHAI
from marketplace.files.access import url_of
from marketplace.listings.permissions import may_see_contact

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.safestring import SafeString

    from marketplace.core.decisions import Decision
    from marketplace.listings.models import Demand, OpenedResource
    from marketplace.taxonomy.models import ResourceKind

register = template.Library()


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """Return an instant with its day of the week, in Beijing time, which is named."""
    if value is None:
        return ""
    local = value.astimezone(SHANGHAI)
    return format_html(
        '<time datetime="{}">{} {} {} {}</time>',
        local.isoformat(timespec="minutes"),
        local.strftime("%Y-%m-%d"),
        date_format(local, "D"),
        local.strftime("%H:%M"),
        _("Beijing time"),
    )


@register.filter
def by_kind(
    resources: Iterable[OpenedResource],
) -> list[tuple[ResourceKind, list[OpenedResource]]]:
    """Return what the city opens, in groups of one kind in the staff's order."""
    groups: dict[int, tuple[ResourceKind, list[OpenedResource]]] = {}
    for one in resources:
        groups.setdefault(one.kind_id, (one.kind, []))[1].append(one)
    return sorted(groups.values(), key=lambda group: (group[0].sort_order, group[0].pk))


@register.filter
def in_force(demand: Demand) -> Any:
    """Return the row whose instants count: the lifecycle once published, before that the draft."""
    return demand.lifecycle if demand.lifecycle.published_at else demand


@register.filter
def tops(listing: Any) -> list[Any]:
    """Return the industries of "5+X" that a listing belongs to, each once."""
    return list(dict.fromkeys(industry.top for industry in listing.industries.all()))


@register.filter
def download(attachment: Any) -> str:
    """Return where an attachment is downloaded; nothing for one of a version not published yet."""
    return url_of(attachment) if attachment.pk else ""


@register.filter
def ending(name: str) -> str:
    """Return the kind of a file as people say it: PDF, XLSX."""
    return name.rpartition(".")[2].upper()


@register.simple_tag(takes_context=True)
def contact_decision(context: dict[str, Any], demand: Demand) -> Decision:
    """Return whether the reader sees a demand's contact, or why not."""
    return may_see_contact(context["request"].user, demand)
