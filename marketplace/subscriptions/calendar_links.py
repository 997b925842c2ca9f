"""Secret addresses of people's calendars: given, renewed so that the old one is dead, taken back.

The row holds half of the secret and the portal's key the other: who reads the table alone reads no
calendar.
"""

from __future__ import annotations

import secrets
from typing import Final

from django.core import signing
from django.db import transaction
from django.utils.crypto import constant_time_compare

from marketplace.accounts.models import User
from marketplace.core import clock
from marketplace.journal.record import record
from marketplace.subscriptions import permissions
from marketplace.subscriptions.models import CalendarLink

_SIGNER: Final = signing.Signer(salt="marketplace.subscriptions.calendars", sep=".")
_BYTES: Final = 16


@transaction.atomic
def renew_calendar_link(*, by: User) -> CalendarLink:
    """Give a person a secret address in place of any that they had."""
    list(User.objects.select_for_update().filter(pk=by.pk))
    permissions.may_have_calendar(by).demand()
    link, _is_new = CalendarLink.objects.update_or_create(
        user=by, defaults={"secret": secrets.token_hex(_BYTES), "made_at": clock.now()}
    )
    record("calendar_renewed", link, actor=by)
    return link


@transaction.atomic
def remove_calendar_link(*, by: User) -> None:
    """Let a person's secret address lead nowhere; safe to repeat."""
    for link in CalendarLink.objects.select_for_update().filter(user=by):
        record("calendar_removed", link, actor=by)
        link.delete()


def token_of(link: CalendarLink) -> str:
    """Return what stands in the secret address."""
    return _SIGNER.sign(f"{link.pk}-{link.secret}")


def person_behind(token: str) -> User | None:
    """Return whose secret address it is; None for one that is made up, renewed or taken back."""
    try:
        key, secret = _SIGNER.unsign(token).split("-")
    except signing.BadSignature:
        return None
    link = CalendarLink.objects.select_related("user").filter(pk=key).first()
    if link is None or not link.user.is_active or not constant_time_compare(link.secret, secret):
        return None
    return link.user
