"""The button that follows, on the pages of what can be followed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from marketplace.subscriptions.following import follow_of, kind_of, name_of

if TYPE_CHECKING:
    from marketplace.subscriptions.following import Target

register = template.Library()


register.filter("followed_name", name_of)


@register.inclusion_tag("subscriptions/parts/follow_button.html", takes_context=True)
def follow_button(context: dict[str, Any], target: Target, *, look: str = "") -> dict[str, Any]:
    """Draw a button that follows a target or ends it; who is not signed in is led there first.

    It names the target for those who hear it; how many follow is said nowhere. `look` adds classes.
    """
    request = context["request"]
    return {
        "target": target,
        "kind": kind_of(target),
        "name": name_of(target),
        "follow": follow_of(request.user, target),
        "person": request.user,
        "here": request.get_full_path(),
        "look": look,
    }
