"""Stop or go after a stage, where teams work side by side (赛马)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.deliveries.models.checkpoint import Checkpoint
from marketplace.deliveries.models.texts import person, text_column
from marketplace.deliveries.transitions import GATE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from marketplace.accounts.models import User


class Course(models.TextChoices):
    """Whether a team goes on."""

    GO = "go", pgettext_lazy("gate", "the team goes on")
    STOP = "stop", pgettext_lazy("gate", "the team stops here")


class GateState(models.TextChoices):
    """How far a proposal at a gate has come."""

    PROPOSED = "proposed", pgettext_lazy("gate", "waits for the approver")
    DECIDED = "decided", pgettext_lazy("gate", "decided")
    REFUSED = "refused", pgettext_lazy("gate", "given back by the approver")


class GateProposal(models.Model):
    """An officer's proposal at a gate, and what the approver makes of it; the firm reads both."""

    State: ClassVar = GateState

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="proposals")
    course = models.CharField(_("stop or go"), max_length=4, choices=Course.choices)
    reason = text_column(_("reason"), blank=False)
    state = models.CharField(
        _("state"), max_length=10, choices=GateState.choices, default=GateState.PROPOSED
    )
    proposed_at = models.DateTimeField()
    proposed_by = person()
    note = text_column(_("in words"))
    settled_at = models.DateTimeField(null=True)
    settled_by = person(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["checkpoint"],
                condition=Q(state__in=["proposed", "decided"]),
                name="deliveries_a_gate_is_decided_once",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", settled_by__isnull=True, settled_at__isnull=True)
                | ~Q(state="proposed") & Q(settled_by__isnull=False, settled_at__isnull=False),
                name="deliveries_gate_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("proposed_by")),
                name="deliveries_gate_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & (~Q(state="refused") | ~Q(note="")),
                name="deliveries_gate_in_words",
            ),
        ]
        ordering: ClassVar = ["-id"]
        verbose_name = _("decision at a gate")
        verbose_name_plural = _("decisions at gates")

    def __str__(self) -> str:
        """Return the checkpoint and the course."""
        return f"{self.checkpoint} {self.get_course_display()}"

    def settle(self, verb: str, *, by: User, at: datetime, note: str = "") -> None:
        """Decide as proposed, or give it back; Refusal when the machine forbids it."""
        self.state = GATE.target(verb, self.state)
        self.settled_by, self.settled_at, self.note = by, at, note

    def journal_state(self) -> Mapping[str, object]:
        """Return what actions change, for the journal's digests."""
        return {
            "checkpoint": self.checkpoint_id,
            "says": [str(self.course), self.reason, self.proposed_by_id],
            "state": str(self.state),
            "settled": [self.settled_at, self.settled_by_id, self.note],
        }
