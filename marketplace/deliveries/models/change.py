"""Changes of a signed agreement that one side asks for and the other agrees to."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.agreements.models import NOTE_LENGTH, AgreementVersion, Side
from marketplace.deliveries.models.delivery import Delivery
from marketplace.deliveries.models.texts import person, text_column
from marketplace.deliveries.transitions import CHANGE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from marketplace.accounts.models import User


class ChangeState(models.TextChoices):
    """How far a change request has come."""

    ASKED = "asked", pgettext_lazy("change request", "waits for the other side")
    AGREED = "agreed", pgettext_lazy("change request", "waits for the approver")
    APPROVED = "approved", pgettext_lazy("change request", "in force")
    REFUSED = "refused", pgettext_lazy("change request", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("change request", "withdrawn")
    LAPSED = "lapsed", pgettext_lazy("change request", "lapsed")


OPEN_CHANGES: Final = (ChangeState.ASKED, ChangeState.AGREED)
"""The states in which a change is not settled."""


class ChangeRequest(models.Model):
    """A change field by field: what stands now, and what is asked for."""

    State: ClassVar = ChangeState

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="changes")
    number = models.PositiveSmallIntegerField(_("number"))
    side = models.CharField(_("asked by"), max_length=5, choices=Side.choices)
    reason = text_column(_("reason"), length=NOTE_LENGTH, blank=False)
    fields = models.JSONField(_("what changes"))
    """Rows of {"of", "key", "field", "before", "after"}."""
    state = models.CharField(
        _("state"), max_length=10, choices=ChangeState.choices, default=ChangeState.ASKED
    )
    asked_at = models.DateTimeField()
    asked_by = person()
    agreed_at = models.DateTimeField(null=True)
    agreed_by = person(null=True)
    note = text_column(_("in words"))
    settled_at = models.DateTimeField(null=True)
    settled_by = person(null=True)
    version = models.ForeignKey(AgreementVersion, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["delivery", "number"], name="deliveries_change_number_once"
            ),
            models.UniqueConstraint(
                fields=["delivery"],
                condition=Q(state__in=["asked", "agreed"]),
                name="deliveries_one_open_change",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(
                    agreed_by__isnull=False,
                    settled_by__isnull=False,
                    settled_at__isnull=False,
                    version__isnull=False,
                )
                & ~Q(settled_by=F("asked_by"))
                & ~Q(settled_by=F("agreed_by")),
                name="deliveries_change_by_both_and_an_approver",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(note=""), name="deliveries_change_refused_why"
            ),
        ]
        ordering: ClassVar = ["delivery", "-number"]
        verbose_name = _("change request")
        verbose_name_plural = _("change requests")

    def __str__(self) -> str:
        """Return the delivery and the number."""
        return f"{self.delivery} {self.number}"

    @property
    def is_open(self) -> bool:
        """Return whether it is not settled."""
        return self.state in OPEN_CHANGES

    def agree(self, *, by: User, at: datetime) -> None:
        """Note that the other side agrees; Refusal when the machine forbids it."""
        self.state = CHANGE.target("agree", self.state)
        self.agreed_by, self.agreed_at = by, at

    def settle(self, verb: str, *, by: User | None, at: datetime, note: str = "") -> None:
        """Approve, refuse, withdraw it or let it lapse; Refusal when the machine forbids it."""
        self.state = CHANGE.target(verb, self.state)
        self.settled_by, self.settled_at, self.note = by, at, note

    def journal_state(self) -> Mapping[str, object]:
        """Return what actions change, for the journal's digests."""
        return {
            "delivery": self.delivery_id,
            "number": self.number,
            "asked": [str(self.side), self.asked_by_id, self.reason],
            "fields": self.fields,
            "state": str(self.state),
            "agreed": [self.agreed_at, self.agreed_by_id],
            "settled": [self.settled_at, self.settled_by_id, self.note, self.version_id],
        }
