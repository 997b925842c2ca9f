"""On which ways people are told, how soon, and how much a kind presses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Channel(TextChoices):
    """A way on which somebody is told."""

    PAGE = "page", _("on the page")
    MAIL = "mail", _("by e-mail")
    SMS = "sms", _("by text message")
    WECHAT = "wechat", _("by WeChat")


class Pace(TextChoices):
    """How soon somebody is told on a channel."""

    INSTANT = "instant", _("at once")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")
    URGENT = "urgent", _("only what is urgent")
    OFF = "off", _("off")


class Urgency(TextChoices):
    """How much a kind presses where its reader chose nothing.

    What has legal effect cannot be muted and waits for nothing, whatever was chosen.
    """

    NORMAL = "normal", _("normal")
    URGENT = "urgent", _("urgent")
    LEGAL = "legal", _("with legal effect")


class Topic(TextChoices):
    """What a kind is about: people choose by topic, so that the choice stays small."""

    APPLICATIONS = "applications", _("Applications")
    FOLLOWED = "followed", _("Demands that I follow")
    MATCHES = "matches", _("Matches and invitations")
    QUESTIONS = "questions", _("Questions and answers")
    APPROVALS = "approvals", _("Approval and publication")
    ORGANISATION = "organisation", _("My organisation")
    SUBSCRIPTIONS = "subscriptions", _("My subscriptions")
    PORTAL = "portal", _("The portal")


REASONS: Final[dict[Topic, _StrPromise]] = {
    Topic.APPLICATIONS: _("You take part in this application."),
    Topic.FOLLOWED: _("You follow this demand."),
    Topic.MATCHES: _("You handle one of the two listings."),
    Topic.QUESTIONS: _("You take part in this demand's questions."),
    Topic.APPROVALS: _("You write or decide for this listing's owner."),
    Topic.ORGANISATION: _("You act for this organisation."),
    Topic.SUBSCRIPTIONS: _("You subscribed to it."),
    Topic.PORTAL: _("It concerns your account on this portal."),
}
"""Why people are told, where a kind does not say it more closely."""

CHOICES: Final[dict[Channel, tuple[Pace, ...]]] = {
    Channel.PAGE: (Pace.INSTANT, Pace.OFF),
    Channel.MAIL: tuple(Pace),
    Channel.SMS: tuple(Pace),
    Channel.WECHAT: tuple(Pace),
}
"""What can be chosen on each channel."""

DEFAULTS: Final[dict[Channel, Pace]] = {
    Channel.PAGE: Pace.INSTANT,
    Channel.MAIL: Pace.DAILY,
    Channel.SMS: Pace.URGENT,
    Channel.WECHAT: Pace.URGENT,
}
"""What holds for who has chosen nothing."""

OUTSIDE: Final = tuple(channel for channel in Channel if channel != Channel.PAGE)
"""The channels on which something leaves the portal."""

SHORT: Final = (Channel.SMS, Channel.WECHAT)
"""The channels of a fixed sentence and a short address, to an address that a code has proved."""


def pace_for(chosen: Pace, urgency: Urgency, *, muted: bool, is_own: bool = True) -> Pace:
    """Return how soon a kind is told; a pace that is not the person's own gives way to urgency."""
    if urgency == Urgency.LEGAL:
        return Pace.INSTANT
    if muted or chosen == Pace.OFF:
        return Pace.OFF
    if urgency == Urgency.URGENT and (chosen == Pace.URGENT or not is_own):
        return Pace.INSTANT
    return Pace.OFF if chosen == Pace.URGENT else chosen
