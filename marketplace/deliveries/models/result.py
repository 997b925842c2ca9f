"""What an accepted delivery leaves: a case of the firm's, and an entry among the results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.deliveries.models.delivery import Delivery
from marketplace.deliveries.models.texts import person, text_column
from marketplace.deliveries.querysets import ResultQuerySet
from marketplace.deliveries.transitions import RESULT
from marketplace.listings.models import Capability

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from marketplace.accounts.models import User


class ResultState(models.TextChoices):
    """How far a result has come."""

    OFFERED = "offered", pgettext_lazy("result", "offered to the firm")
    CONFIRMED = "confirmed", pgettext_lazy("result", "public")
    DECLINED = "declined", pgettext_lazy("result", "not published")


class Result(models.Model):
    """An accepted delivery as everybody reads it, once the firm wants that."""

    State: ClassVar = ResultState

    delivery = models.OneToOneField(Delivery, models.PROTECT, related_name="result")
    state = models.CharField(
        _("state"), max_length=10, choices=ResultState.choices, default=ResultState.OFFERED
    )
    summary = text_column(_("what was reached"), length=400)
    capability = models.ForeignKey(Capability, models.PROTECT, null=True, related_name="+")
    """The capability whose draft got the case."""
    offered_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = person(null=True)

    objects = ResultQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="offered", settled_by__isnull=True, settled_at__isnull=True)
                | ~Q(state="offered") & Q(settled_by__isnull=False, settled_at__isnull=False),
                name="deliveries_result_settled_by_the_firm",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | ~Q(summary=""),
                name="deliveries_result_in_words",
            ),
        ]
        ordering: ClassVar = ["-settled_at", "-id"]
        verbose_name = pgettext_lazy("challenge", "result")
        verbose_name_plural = pgettext_lazy("challenge", "results")

    def __str__(self) -> str:
        """Return the delivery's number."""
        return str(self.delivery)

    @property
    def demand(self) -> Any:
        """Return the demand that it answers."""
        return self.delivery.demand

    def settle(self, verb: str, *, by: User, at: datetime) -> None:
        """Publish it or do not; Refusal when the machine forbids it."""
        self.state = RESULT.target(verb, self.state)
        self.settled_by, self.settled_at = by, at

    def journal_state(self) -> Mapping[str, object]:
        """Return what actions change, for the journal's digests."""
        return {
            "delivery": self.delivery_id,
            "state": str(self.state),
            "summary": self.summary,
            "capability": self.capability_id,
            "settled": [self.settled_at, self.settled_by_id],
        }
