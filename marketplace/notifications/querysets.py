"""Questions about notifications, and the two figures that every page's frame shows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from marketplace.accounts.models import User
from marketplace.notifications import wake
from marketplace.notifications.audience import readable_by


class NotificationQuerySet(models.QuerySet[Any]):
    """Notifications of people."""

    def of(self, user_id: int | None) -> NotificationQuerySet:
        """Return what a person may read, the newest first; none of a visitor's."""
        return self.readable(user_id).filter(on_page=True).order_by("-number")

    def readable(self, user_id: int | None) -> NotificationQuerySet:
        """Return what a person may read, also what the inbox does not show."""
        return self.filter(readable_by(user_id), user_id=user_id)

    def lines(self) -> NotificationQuerySet:
        """Return the newest notification of each line; lines are of one person's alone."""
        newer = _in_line().filter(number__gt=OuterRef("number"))
        rows: NotificationQuerySet = self.filter(~Exists(newer))
        return rows

    def with_line(self) -> NotificationQuerySet:
        """Return the rows with how many older ones stand in their line, and how many are unread."""
        older = _in_line().filter(number__lt=OuterRef("number"))
        unread = _in_line().filter(number__lte=OuterRef("number"), read_at=None)
        rows: NotificationQuerySet = self.annotate(
            others=_number_of(older), unread_ones=_number_of(unread)
        )
        return rows

    def since(self, user_id: int, number: int, *, readable: Q) -> NotificationQuerySet:
        """Return what a person may read by a rule beyond a number, the oldest first."""
        rows = self.filter(readable, user_id=user_id, on_page=True, number__gt=number)
        return rows.order_by("number")

    def members(self, lines: Collection[str], most: int) -> NotificationQuerySet:
        """Return what follows the newest of some lines, so many of each at most."""
        place = Window(RowNumber(), partition_by="line", order_by="-number")
        rows: NotificationQuerySet = self.filter(line__in=lines).annotate(place=place)
        return rows.filter(place__gt=1, place__lte=most + 1).order_by("-number")

    def unread(self) -> NotificationQuerySet:
        """Return those not read."""
        return self.filter(read_at=None)

    @transaction.atomic
    def mark_read(self, at: datetime) -> int:
        """Mark the unread ones as read, so that other pages notice; return how many there were."""
        unread = self.unread().order_by()
        people = set(unread.values_list("user", flat=True))
        counters = apps.get_model("notifications", "Counter")._default_manager.filter(pk__in=people)
        list(counters.select_for_update().order_by("pk"))
        count = unread.update(read_at=at)
        if count:
            counters.update(reads=F("reads") + 1)
            transaction.on_commit(partial(wake.sockets, people), robust=True)
        return count


def _in_line() -> NotificationQuerySet:
    """Return what stands in the line of an outer row; one line is of one organisation's people."""
    rows: NotificationQuerySet = _rows()
    return rows.filter(user=OuterRef("user"), line=OuterRef("line"), on_page=True)


def _number_of(rows: NotificationQuerySet) -> Coalesce:
    counted = rows.order_by().values("user").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _rows() -> Any:
    return apps.get_model("notifications", "Notification")._default_manager


@dataclass(frozen=True, slots=True)
class Bell:
    """How many lines of a person hold something unread, the last number, and the reads."""

    unread: int = 0
    last: int = 0
    reads: int = 0


def bell_of(user_id: int | None, readable: Q | None = None) -> Bell:
    """Return a person's bell by the rule of what they may read; an empty one for a visitor."""
    readable = readable_by(user_id) if readable is None else readable
    row = (
        User.objects.filter(pk=user_id or 0)
        .annotate(
            unread=unread_of(OuterRef("pk"), readable),
            last=last_of(OuterRef("pk")),
            reads=reads_of(OuterRef("pk")),
        )
        .values_list("unread", "last", "reads")
        .first()
    )
    return Bell(*row) if row else Bell()


def unread_count(user: User) -> int:
    """Return how many lines of a person hold something that they have not read."""
    return bell_of(user.pk).unread


def unread_of(user: Any, readable: Q) -> Coalesce:
    """Return the number of unread lines as an expression, by the rule of what `user` may read."""
    rows = _rows().filter(readable, user=user, read_at=None, on_page=True)
    counted = rows.order_by().values("user").annotate(n=Count("line", distinct=True)).values("n")
    return Coalesce(Subquery(counted), 0)


def last_of(user: Any) -> Coalesce:
    """Return the last number given to a person as an expression."""
    return _counted(user, "last")


def reads_of(user: Any) -> Coalesce:
    """Return how often what a person has read changed, as an expression."""
    return _counted(user, "reads")


def _counted(user: Any, field: str) -> Coalesce:
    rows = apps.get_model("notifications", "Counter")._default_manager.filter(user=user)
    return Coalesce(Subquery(rows.values(field)[:1]), 0)
