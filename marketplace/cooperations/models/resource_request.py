"""A provider's request for one of the resources that a demand opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.cooperations.models.cooperation import REASON_LENGTH, Cooperation, no_nulls
from marketplace.cooperations.transitions import RESOURCE_REQUEST
from marketplace.core.workdays import due_after
from marketplace.taxonomy.models import ResourceKind

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.accounts.models import User


ANSWER_WORKDAYS: Final = 5
"""Working days in which an owner answers a request; one that waits longer is a promise not kept."""

PURPOSE_LENGTH: Final = 2400
"""Room for what an application says of one resource: what, what for, under which conditions."""


class ResourceRequestState(models.TextChoices):
    """What became of a request."""

    ASKED = "asked", _("asked for")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused with a reason")
    USED = "used", _("granted and used")


class ResourceRequestQuerySet(models.QuerySet[Any]):
    """Requests."""

    def open(self) -> Self:
        """Return those that wait for the owner's answer while their co-operation goes on."""
        return self.filter(state=ResourceRequestState.ASKED, cooperation__ended_at=None)


class ResourceRequest(models.Model):
    """What a provider asks to use, for which purpose, and the owner's answer."""

    State: ClassVar = ResourceRequestState

    cooperation = models.ForeignKey(Cooperation, models.PROTECT, related_name="resource_requests")
    kind = models.ForeignKey(ResourceKind, models.PROTECT, verbose_name=_("kind"), related_name="+")
    purpose = models.CharField(_("purpose"), max_length=PURPOSE_LENGTH, validators=[no_nulls])
    state = models.CharField(
        _("state"),
        max_length=8,
        choices=ResourceRequestState.choices,
        default=ResourceRequestState.ASKED,
    )
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(_("settled"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(
        _("reason"), max_length=REASON_LENGTH, blank=True, validators=[no_nulls]
    )
    used_at = models.DateTimeField(_("used since"), null=True)
    reminded_at = models.DateTimeField(_("reminded of the answer"), null=True)
    overdue_at = models.DateTimeField(_("noted as overdue"), null=True)

    objects = ResourceRequestQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="asked", settled_at__isnull=True)
                | (~Q(state="asked") & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="cooperations_request_settled_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""),
                name="cooperations_request_refused_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="used", used_at__isnull=False)
                | (~Q(state="used") & Q(used_at__isnull=True)),
                name="cooperations_request_used_at",
            ),
        ]
        ordering: ClassVar = ["asked_at", "id"]
        verbose_name = _("request for an opened resource")
        verbose_name_plural = _("requests for opened resources")

    def __str__(self) -> str:
        """Return the kind of resource."""
        return str(self.kind)

    @property
    def answer_due(self) -> datetime:
        """Return when the owner's answer is due."""
        return due_after(self.asked_at, ANSWER_WORKDAYS)

    @property
    def is_open(self) -> bool:
        """Return whether the owner still owes an answer."""
        return bool(self.state == ResourceRequestState.ASKED)

    def is_late_at(self, instant: datetime) -> bool:
        """Return whether the owner still owes an answer that was due by an instant."""
        return self.is_open and self.answer_due <= instant

    def settle(self, verb: str, *, by: User, at: datetime, reason: str) -> None:
        """Enter the state of a grant or a refusal; Refusal when the machine forbids it."""
        self.state = RESOURCE_REQUEST.target(verb, self.state)
        self.settled_at, self.settled_by, self.reason = at, by, reason

    def use(self, *, at: datetime) -> None:
        """Enter the state of use; Refusal when the machine forbids it."""
        self.state, self.used_at = RESOURCE_REQUEST.target("use", self.state), at

    def journal_state(self) -> dict[str, object]:
        """Return what actions change, for the journal's digests."""
        return {
            "cooperation": self.cooperation_id,
            "kind": self.kind_id,
            "purpose": self.purpose,
            "state": str(self.state),
            "settled": [self.settled_at, self.settled_by_id, self.reason],
            "used_at": self.used_at,
        }
