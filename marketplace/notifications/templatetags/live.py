"""What the base template needs so that a page hears of new notifications."""

from __future__ import annotations

from typing import Any

from django import template

from marketplace.notifications.querysets import bell_of_request

register = template.Library()


@register.inclusion_tag("notifications/toasts.html", takes_context=True)
def live_toasts(context: dict[str, Any]) -> dict[str, Any]:
    """Draw the place of toasts with what `live.js` needs; nothing for a visitor."""
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_authenticated:
        return {"person": None}
    return {"person": user, "bell": bell_of_request(context["request"])}
