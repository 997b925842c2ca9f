"""How the pages of listings write kinds of resources, industries and downloads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import template

from marketplace.files.access import url_of
from marketplace.listings.labels import label_of
from marketplace.listings.permissions import may_see_contact
from marketplace.listings.timetable import planned_days

if TYPE_CHECKING:
    from datetime import date

    from marketplace.core.decisions import Decision
    from marketplace.listings.models import Demand, OpenedResource
    from marketplace.taxonomy.models import ResourceKind

register = template.Library()


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
def planned(demand: Demand) -> list[tuple[Any, date]]:
    """Return the planned days of a challenge after its close, each with what it is called."""
    return [(label_of(name), day) for name, day in planned_days(demand).items()]


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
