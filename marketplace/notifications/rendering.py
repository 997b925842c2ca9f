"""Notifications as a page, a socket and the poll show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from marketplace.notifications.audience import readable_by
from marketplace.notifications.kinds import kind_of
from marketplace.notifications.models import Notification
from marketplace.notifications.querysets import bell_of

BATCH = 100
# So many of a line's others are shown where it opens; a page has all.
OPENED = 10


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
    why: str = ""
    is_legal: bool = False
    line: str = ""
    others: int = 0
    members: Sequence[Notice] = ()
    """The newest of the others in its line, where a page opens it."""

    @property
    def others_text(self) -> str:
        """Return in words how many older ones stand in its line; nothing of one alone."""
        if not self.others:
            return ""
        words = ngettext("and %(number)d more like it", "and %(number)d more like it", self.others)
        return words % {"number": self.others}

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
            "line": self.line,
            "others": self.others,
            "others_text": self.others_text,
        }


def notice_of(row: Notification, members: Sequence[Notification] = ()) -> Notice:
    """Return a notification in the active language; its link passes by, so as to mark it read.

    One that was read `with_line()` stands for its line, which is read when all of it is.
    """
    kind = kind_of(row.kind)
    is_shown = kind.may_read(row.user_id, row.params)
    return Notice(
        number=row.number,
        kind=row.kind,
        icon=kind.icon,
        title=kind.title(row.params) if is_shown else _hidden(),
        text=kind.text(row.params) if is_shown else "",
        url=reverse("notifications:open", args=[row.number]),
        action=str(kind.action),
        at=row.at,
        is_read=not getattr(row, "unread_ones", row.read_at is None),
        more=kind.more(row.params) if is_shown else (),
        why=kind.why,
        is_legal=kind.is_legal,
        line=row.line,
        others=getattr(row, "others", 0),
        members=[notice_of(one) for one in members],
    )


def _hidden() -> str:
    return gettext("You may no longer read this message")


def lines_of(rows: Iterable[Notification]) -> list[Notice]:
    """Return lines by their newest rows, each with the next few; one query for all lines."""
    newest = list(rows)
    others = defaultdict(list)
    opening = [row for row in newest if getattr(row, "others", 0)]
    if opening:
        owner = opening[0].user_id
        for one in Notification.objects.of(owner).members([row.line for row in opening], OPENED):
            others[one.line].append(one)
    return [notice_of(row, others[row.line]) for row in newest]


@dataclass(frozen=True, slots=True)
class News:
    """What a client that showed everything up to some number has missed."""

    notices: list[Notice]
    unread: int
    # The number up to which the client is told by this, and whether there is more beyond.
    last: int
    more: bool
    # How often what was read changed when the bell was counted: the greater count is the newer.
    reads: int

    def as_json(self) -> dict[str, Any]:
        """Return what the client needs: new notices, the bell, and how both are read out."""
        return {
            "notices": [notice.as_json() for notice in self.notices],
            "last": self.last,
            "more": self.more,
            "unread": self.unread,
            "unread_text": unread_text(self.unread),
            "reads": self.reads,
        }


def news_since(user_id: int, number: int) -> News:
    """Return what a person has missed beyond a number, at most BATCH at once.

    A number that was never given (of another person, of a database restored) counts as the last.
    """
    readable = readable_by(user_id)
    bell = bell_of(user_id, readable)
    number = min(number, bell.last)
    rows = (
        Notification.objects.since(user_id, number, readable=readable).with_line()[:BATCH]
        if number < bell.last
        else ()
    )
    notices = [notice_of(row) for row in rows]
    last = notices[-1].number if notices else number
    if len(notices) < BATCH:  # what lies between is no longer the person's to read
        last = max(last, bell.last)
    return News(notices, bell.unread, last=last, more=last < bell.last, reads=bell.reads)


def unread_text(unread: int) -> str:
    """Return the bell's figure in words."""
    return ngettext("%(number)s unread", "%(number)s unread", unread) % {"number": unread}
