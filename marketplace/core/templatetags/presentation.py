"""How every page writes icons, money, instants and form fields."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import template
from django.templatetags.static import static
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marketplace.core import moments
from marketplace.core.money import to_wan
from marketplace.core.veiled import name_of
from marketplace.core.workdays import SHANGHAI, is_certain

if TYPE_CHECKING:
    from django.db.models import Model
    from django.forms import BoundField

register = template.Library()

SOON = timedelta(hours=72)
_DASHES = "-" * 9


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """Return an icon of the sprite, hidden from assistive technology: text beside it speaks."""
    return format_html(
        '<svg class="i{}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        f" {extra}" if extra else "",
        static("img/icons.svg"),
        name,
    )


@register.filter
def row_name(row: Model) -> str:
    """Return the name of a row that tells nobody how many rows there are."""
    return name_of(row)


@register.filter
def wan(yuan: Decimal | None) -> str:
    """Return yuan as a number of 万元 with thousands separated, or nothing."""
    if yuan is None:
        return ""
    return f"{to_wan(Decimal(yuan)):,}"


@register.filter
def instant(value: datetime | None) -> SafeString | str:
    """Return an instant as Beijing time to the minute, with its zone."""
    if value is None:
        return ""
    local = value.astimezone(SHANGHAI)
    return format_html(
        '<time datetime="{}">{} {}</time>',
        local.isoformat(timespec="minutes"),
        local.strftime("%Y-%m-%d %H:%M"),
        _("Beijing time"),
    )


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """Return an instant that people must keep, with its day of the week, minute and zone."""
    if value is None:
        return ""
    iso = value.astimezone(SHANGHAI).isoformat(timespec="minutes")
    return format_html('<time datetime="{}">{}</time>', iso, moments.written(value))


@register.filter
def is_reckoned(value: datetime | None) -> bool:
    """Return whether a promised working day lies where no calendar of holidays is known yet."""
    return value is not None and not is_certain(value.astimezone(SHANGHAI).date())


@register.filter
def day(value: datetime | date | None) -> SafeString | str:
    """Return the day of an instant in Shanghai, or a date."""
    if value is None:
        return ""
    local = value.astimezone(SHANGHAI).date() if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), local.isoformat())


@register.filter
def month_day(value: datetime | None) -> SafeString | str:
    """Return the month and day of an instant in Shanghai, for lists of recent things."""
    if value is None:
        return ""
    local = value.astimezone(SHANGHAI)
    return format_html(
        '<time datetime="{}">{}</time>', local.date().isoformat(), local.strftime("%m-%d")
    )


def _left(left: timedelta) -> SafeString:
    minutes = int(left.total_seconds() // 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    shown = [
        (f"{hours:02}", pgettext("time left", "h")),
        (f"{minutes:02}", pgettext("time left", "min")),
    ]
    if days:
        shown.insert(0, (str(days), pgettext("time left", "d")))
    return format_html_join("", "<b>{}</b>{}", shown)


@register.simple_tag(takes_context=True)
def countdown(context: dict[str, Any], deadline: datetime, extra: str = "") -> SafeString:
    """Return the time left until an instant, readable without script and kept running with one.

    The page's clock is `page_clock` in the context.
    """
    left = deadline - context["page_clock"].now
    classes = ["cd", *extra.split()]
    if left <= timedelta(0):
        classes.append("is-over")
    elif left < SOON:
        classes.append("is-soon")
    return format_html(
        '<span class="{}" role="timer" data-deadline="{}">{}</span>',
        " ".join(classes),
        deadline.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        pgettext("time left", "closed") if left <= timedelta(0) else _left(left),
    )


@register.simple_tag
def control(field: BoundField, **attributes: str) -> SafeString:
    """Return a form field's control in the portal's look; errors are tied to it by Django."""
    widget = field.field.widget
    kind = getattr(widget, "input_type", "")
    classes = "form-select" if kind == "select" else "form-control"
    if kind in {"checkbox", "radio"}:
        classes = "form-check-input"
    if field.errors:
        classes += " is-bad"
    given = {name.replace("_", "-"): value for name, value in attributes.items()}
    drawn = field.as_widget(attrs={"class": classes, **given})
    # Django's empty choice is a row of dashes, which says nothing and is read out as that.
    return SafeString(drawn.replace(f">{_DASHES}<", f">{escape(_('please choose'))}<"))
