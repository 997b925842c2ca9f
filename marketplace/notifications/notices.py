"""What people are told of their own addresses: nobody changes where they are reached unseen."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.journal.models import Entry
from marketplace.notifications.kinds import Kind, Params
from marketplace.notifications.proving import PROVED, TAKEN
from marketplace.notifications.ways import REASONS, Channel, Topic, Urgency

_EXAMPLE: Final = {"channel": Channel.SMS.value}


def _whose(entry: Entry) -> Iterable[User]:
    """Return the person whose preferences an entry is about."""
    return User.objects.filter(pk=entry.subject_key)


def _said(words: Any, params: Params) -> str:
    return str(words) % {"channel": Channel(params["channel"]).label}


def _kind(name: str, entry_kind: str, *, label: Any, title: Any, text: Promise) -> Kind:
    return Kind(
        name=name,
        entry_kind=entry_kind,
        recipients=_whose,
        title=partial(_said, title),
        text=lambda _params: str(text),
        url=lambda _params: reverse("notifications:preferences"),
        action=_("Settings of messages"),
        icon="shield",
        topic=Topic.PORTAL,
        urgency=Urgency.URGENT,
        label=label,
        reason=REASONS[Topic.PORTAL],
        channels=frozenset({Channel.PAGE, Channel.MAIL}),
        example=_EXAMPLE,
    )


KINDS: Final = (
    _kind(
        "address_proved",
        PROVED,
        label=_("A new address was proved"),
        title=_("Messages %(channel)s now go to a new address"),
        text=_("If it was not you, remove it in the settings and change your password."),
    ),
    _kind(
        "address_taken",
        TAKEN,
        label=_("An address is no longer mine"),
        title=_("Messages %(channel)s reach you no more"),
        text=_("Somebody else proved that the address is theirs. Prove it anew if it is yours."),
    ),
)
"""The kinds about a person's account."""
