"""Questions about notifications, and the two figures that every page's frame shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from marketplace.accounts.models import User
from marketplace.notifications.audience import readable_by


class NotificationQuerySet(models.QuerySet[Any]):
    """Notifications of people."""

    def of(self, user_id: int | None) -> NotificationQuerySet:
        """Return what a person may read, the newest first; none of a visitor's."""
        return self.filter(readable_by(user_id), user_id=user_id).order_by("-number")

    def since(self, user_id: int, number: int) -> NotificationQuerySet:
        """Return what a person may read beyond a number, the oldest first."""
        return self.of(user_id).filter(number__gt=number).order_by("number")

    def unread(self) -> NotificationQuerySet:
        """Return those not read."""
        return self.filter(read_at=None)

    def mark_read(self, at: datetime) -> int:
        """Mark the unread ones as read; return how many there were."""
        return self.unread().order_by().update(read_at=at)


@dataclass(frozen=True, slots=True)
class Bell:
    """How many notifications a person has not read, and the number of the last one."""

    unread: int = 0
    last: int = 0


def bell_of(user_id: int | None) -> Bell:
    """Return a person's bell in one query; an empty one for a visitor."""
    row = (
        User.objects.filter(pk=user_id or 0)
        .annotate(unread=unread_of(OuterRef("pk")), last=last_of(OuterRef("pk")))
        .values_list("unread", "last")
        .first()
    )
    return Bell(*row) if row else Bell()


def unread_count(user: User) -> int:
    """Return how many notifications a person has not read."""
    return bell_of(user.pk).unread


def unread_of(user: Any) -> Coalesce:
    """Return the number of unread notifications as an expression, for one query with others."""
    model = apps.get_model("notifications", "Notification")
    rows = model._default_manager.filter(readable_by(OuterRef("user")), user=user, read_at=None)
    counted = rows.order_by().values("user").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def last_of(user: Any) -> Coalesce:
    """Return the last number given to a person as an expression."""
    rows = apps.get_model("notifications", "Counter")._default_manager.filter(user=user)
    return Coalesce(Subquery(rows.values("last")[:1]), 0)
