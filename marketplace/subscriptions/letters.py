"""What leaves the portal of a message: each listing with its reason, and how to stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marketplace.notifications.letters import Letter, Section
from marketplace.notifications.links import absolute
from marketplace.subscriptions.links import link
from marketplace.subscriptions.models import Alert
from marketplace.subscriptions.reasons import why

if TYPE_CHECKING:
    from marketplace.notifications.kinds import Params


def is_mailed(alert: Alert) -> bool:
    """Return whether an alert goes out by e-mail: it is asked for, public, and fits well enough.

    A partial match of an own listing stays below the calibrated threshold: the page alone tells it.
    """
    subscription = alert.subscription
    is_wanted = subscription.by_mail and not subscription.is_paused
    return is_wanted and alert.listing.is_public and alert.reason.get("level") != "weak"


def letter_of(facts: Params) -> Letter | None:
    """Return the letter of a message, None where nothing of it is left to be mailed."""
    told = Alert.objects.told_by(facts["message"])
    alerts = [alert for alert in told if is_mailed(alert)]
    if not alerts:
        return None
    subscriptions = {alert.subscription_id for alert in alerts}
    return Letter(
        subject=_("New for your subscriptions: %(title)s") % {"title": alerts[0].listing.title},
        sections=[_section(alert) for alert in alerts],
        # One click ends one subscription; of several the letter's links end each.
        stop=_link(subscriptions.pop(), "delete") if len(subscriptions) == 1 else "",
    )


def _section(alert: Alert) -> Section:
    kind = "demands" if alert.demand_id else "capabilities"
    name = _("Subscription") + pgettext("between a name and a value", ":")
    return Section(
        title=alert.listing.title,
        text=f"{name}{alert.subscription.name}",
        url=absolute(f"/{kind}/{alert.listing.lifecycle.number}/"),
        action=_("Look at it"),
        why=why(alert),
        links=(
            (_("Pause"), _link(alert.subscription_id, "pause")),
            (_("Delete"), _link(alert.subscription_id, "delete")),
        ),
    )


def _link(subscription: int, verb: str) -> str:
    return absolute(link(subscription, verb))
