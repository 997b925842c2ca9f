"""Sends by e-mail what a message told, to verified addresses of people who asked for it.

A mail may go twice where the process dies between sending and writing that down; both have one
Message-ID, by which mail programs show one.
"""

from __future__ import annotations

import logging
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from marketplace.core import clock
from marketplace.journal.consumers import batch_consumer
from marketplace.subscriptions.links import absolute, link
from marketplace.subscriptions.models import Message
from marketplace.subscriptions.notices import alerts_of
from marketplace.subscriptions.reasons import why

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.journal.models import Entry
    from marketplace.subscriptions.models import Alert

logger = logging.getLogger(__name__)


@batch_consumer(
    "subscription_mail",
    {"alert_raised", "digest_collected"},
    size=20,
    outages=(SMTPException, OSError),
)
def mail_messages(entries: Sequence[Entry]) -> None:
    """Send the mails of messages that were not sent yet."""
    keys = [entry.subject_key for entry in entries]
    rows = Message.objects.filter(pk__in=keys, mailed_at=None, user__is_active=True)
    for message in rows.select_related("user").order_by("pk"):
        alerts = [alert for alert in alerts_of(message) if alert.subscription.by_mail]
        if alerts and _is_verified(message):
            _send(message, alerts)


def _is_verified(message: Message) -> bool:
    mine = EmailAddress.objects.filter(user=message.user_id, email__iexact=message.user.email)
    return bool(mine.filter(verified=True).exists())


def _send(message: Message, alerts: list[Alert]) -> None:
    try:
        mail_of(message, alerts).send()
    except SMTPRecipientsRefused:
        logger.warning("message %s: its address is refused", message.pk)
    Message.objects.filter(pk=message.pk).update(mailed_at=clock.now())


def mail_of(message: Message, alerts: Sequence[Alert]) -> EmailMessage:
    """Return the mail: each listing with the reason, and links to pause and delete."""
    with translation.override(settings.LANGUAGE_CODE):
        rows = [
            {
                "alert": alert,
                "why": why(alert),
                "url": absolute(_url(alert)),
                "pause": absolute(link(alert.subscription_id, "pause")),
                "delete": absolute(link(alert.subscription_id, "delete")),
            }
            for alert in alerts
        ]
        body = render_to_string("subscriptions/mail.txt", {"rows": rows})
        subject = _("New for your subscriptions: %(title)s") % {"title": alerts[0].listing.title}
    host = urlsplit(settings.BASE_URL).hostname
    headers = {"Message-ID": f"<subscription-message-{message.pk}@{host}>"}
    if len({alert.subscription_id for alert in alerts}) == 1:  # as RFC 8058 has it
        headers["List-Unsubscribe"] = f"<{rows[0]['delete']}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return EmailMessage(subject, body, to=[message.user.email], headers=headers)


def _url(alert: Alert) -> str:
    kind = "demands" if alert.demand_id else "capabilities"
    return f"/{kind}/{alert.listing.lifecycle.number}/"
