"""Notifications as a page, a socket and the poll show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from marketplace.notifications.kinds import kind_of
from marketplace.notifications.models import Notification
from marketplace.notifications.querysets import bell_of

BATCH = 100


@dataclass(frozen=True, slots=True)
class Notice:
    """A notification in the words of the active language: plain text, never markup."""

    number: int
    kind: str
    icon: str
    title: str
    text: str
    url: str
    action: str
    at: datetime
    is_read: bool
    more: Sequence[tuple[str, str]] = ()

    def as_json(self) -> dict[str, Any]:
        """Return what the client needs to show it."""
        return {
            "number": self.number,
            "kind": self.kind,
            "icon": self.icon,
            "title": self.title,
            "text": self.text,
            "url": self.url,
            "action": self.action,
            "at": self.at.isoformat(timespec="seconds"),
        }


def notice_of(row: Notification) -> Notice:
    """Return a notification in the active language; its link passes by, so as to mark it read."""
    kind = kind_of(row.kind)
    return Notice(
        number=row.number,
        kind=row.kind,
        icon=kind.icon,
        title=kind.title(row.params),
        text=kind.text(row.params),
        url=reverse("notifications:open", args=[row.number]),
        action=str(kind.action),
        at=row.at,
        is_read=row.read_at is not None,
        more=kind.more(row.params),
    )


@dataclass(frozen=True, slots=True)
class News:
    """What a client that showed everything up to some number has missed."""

    notices: list[Notice]
    unread: int
    # The number up to which the client is told by this, and whether there is more beyond.
    last: int
    more: bool

    def as_json(self) -> dict[str, Any]:
        """Return what the client needs: new notices, the bell, and how both are read out."""
        return {
            "notices": [notice.as_json() for notice in self.notices],
            "last": self.last,
            "more": self.more,
            "unread": self.unread,
            "unread_text": unread_text(self.unread),
        }


def news_since(user_id: int, number: int) -> News:
    """Return what a person has missed beyond a number, at most BATCH at once.

    A number that was never given (of another person, of a database restored) counts as the last.
    """
    bell = bell_of(user_id)
    number = min(number, bell.last)
    rows = Notification.objects.since(user_id, number)[:BATCH] if number < bell.last else ()
    notices = [notice_of(row) for row in rows]
    last = notices[-1].number if notices else number
    if len(notices) < BATCH:  # what lies between is no longer the person's to read
        last = max(last, bell.last)
    return News(notices=notices, unread=bell.unread, last=last, more=last < bell.last)


def unread_text(unread: int) -> str:
    """Return the bell's figure in words."""
    return ngettext("%(number)s unread", "%(number)s unread", unread) % {"number": unread}
