"""The delivery of one signed agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.agreements.models import Agreement
from marketplace.core.numbers import receipt_number
from marketplace.deliveries.models.texts import person, text_column
from marketplace.deliveries.querysets import AgreedDeliveryQuerySet
from marketplace.deliveries.transitions import DELIVERY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from marketplace.accounts.models import User
    from marketplace.challenges.models import Challenge
    from marketplace.organisations.models import Organisation


class DeliveryState(models.TextChoices):
    """How far a delivery has come."""

    RUNNING = "running", pgettext_lazy("delivery", "under way")
    HANDED_IN = "handed_in", pgettext_lazy("delivery", "in acceptance")
    ACCEPTED = "accepted", pgettext_lazy("delivery", "accepted")
    STOPPED = "stopped", pgettext_lazy("delivery", "stopped at a gate")
    FAILED = "failed", pgettext_lazy("delivery", "not delivered")


ENDED: Final = (DeliveryState.ACCEPTED, DeliveryState.STOPPED, DeliveryState.FAILED)
"""The states in which nothing more is to be done."""


class Delivery(models.Model):
    """What a team delivers of a signed agreement, known by its number to both sides."""

    State: ClassVar = DeliveryState

    agreement = models.OneToOneField(Agreement, models.PROTECT, related_name="delivery")
    number = models.CharField(_("number"), max_length=20, unique=True, default=receipt_number)
    state = models.CharField(
        _("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.RUNNING
    )
    begun_at = models.DateTimeField(pgettext_lazy("delivery", "begun"))
    ended_at = models.DateTimeField(pgettext_lazy("delivery", "ended"), null=True)
    ended_by = person(null=True)
    reason = text_column(_("reason"))

    objects = AgreedDeliveryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False, ended_by__isnull=False)
                | (~Q(state__in=ENDED) & Q(ended_at__isnull=True, ended_by__isnull=True)),
                name="deliveries_ended_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["stopped", "failed"]) | ~Q(reason=""),
                name="deliveries_broken_off_with_a_reason",
            ),
        ]
        ordering: ClassVar = ["-id"]
        verbose_name = pgettext_lazy("noun", "delivery")
        verbose_name_plural = _("deliveries")

    def __str__(self) -> str:
        """Return the number."""
        return self.number

    @property
    def challenge(self) -> Challenge:
        """Return the challenge that it answers."""
        return self.agreement.challenge

    @property
    def demand(self) -> Any:
        """Return the demand with its lifecycle."""
        return self.agreement.challenge.demand

    @property
    def firm(self) -> Organisation:
        """Return the firm that delivers."""
        return self.agreement.firm

    @property
    def is_running(self) -> bool:
        """Return whether the work goes on."""
        is_running: bool = self.state == self.State.RUNNING
        return is_running

    @property
    def has_ended(self) -> bool:
        """Return whether nothing more is to be done."""
        return self.state in ENDED

    def move(self, verb: str) -> None:
        """Enter the state that a verb leads to; Refusal when the machine forbids it."""
        self.state = DELIVERY.target(verb, self.state)

    def end(self, verb: str, *, by: User, at: datetime, reason: str = "") -> None:
        """Accept, stop or fail it; Refusal when the machine forbids it."""
        self.move(verb)
        self.ended_by, self.ended_at, self.reason = by, at, reason

    def journal_state(self) -> Mapping[str, object]:
        """Return what actions change, for the journal's digests."""
        return {
            "agreement": self.agreement_id,
            "state": str(self.state),
            "ended": [self.ended_at, self.ended_by_id, self.reason],
        }
