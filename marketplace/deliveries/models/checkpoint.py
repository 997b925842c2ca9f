"""Checkpoints: a milestone as it is delivered, with the evidence for it and its checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.agreements.models import Milestone
from marketplace.deliveries.delays import Prompting
from marketplace.deliveries.models.delivery import Delivery
from marketplace.deliveries.models.texts import person, text_column
from marketplace.deliveries.querysets import CheckpointQuerySet
from marketplace.deliveries.transitions import CHECKPOINT
from marketplace.files.models import Blob
from marketplace.journal.models import InsertOnly
from marketplace.organisations.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from marketplace.accounts.models import User


class CheckpointState(models.TextChoices):
    """How far a checkpoint has come."""

    OPEN = "open", pgettext_lazy("checkpoint", "to be delivered")
    SUBMITTED = "submitted", pgettext_lazy("checkpoint", "being checked")
    RETURNED = "returned", pgettext_lazy("checkpoint", "sent back")
    PASSED = "passed", pgettext_lazy("checkpoint", "passed")
    DROPPED = "dropped", pgettext_lazy("checkpoint", "dropped")


class Checkpoint(models.Model):
    """A milestone of the agreement in its delivery."""

    State: ClassVar = CheckpointState

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="checkpoints")
    milestone = models.OneToOneField(Milestone, models.PROTECT, related_name="checkpoint")
    state = models.CharField(
        _("state"), max_length=10, choices=CheckpointState.choices, default=CheckpointState.OPEN
    )
    submitted_at = models.DateTimeField(_("evidence came"), null=True)
    settled_at = models.DateTimeField(pgettext_lazy("checkpoint", "passed or dropped"), null=True)

    objects = CheckpointQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["passed", "dropped"], settled_at__isnull=False)
                | (~Q(state__in=["passed", "dropped"]) & Q(settled_at__isnull=True)),
                name="deliveries_checkpoint_settled_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "dropped"]) | Q(submitted_at__isnull=False),
                name="deliveries_checkpoint_evidence_first",
            ),
        ]
        ordering: ClassVar = ["milestone__position", "id"]
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")

    def __str__(self) -> str:
        """Return the milestone's title."""
        return self.milestone.title

    @property
    def has_settled(self) -> bool:
        """Return whether nothing more is to be done for it."""
        return self.state in {self.State.PASSED, self.State.DROPPED}

    def submit(self, *, at: datetime) -> None:
        """Enter the state of evidence that is checked; Refusal when the machine forbids it."""
        self.state, self.submitted_at = CHECKPOINT.target("submit", self.state), at

    def send_back(self) -> None:
        """Enter the state sent back; Refusal when the machine forbids it."""
        self.state = CHECKPOINT.target("return", self.state)

    def settle(self, verb: str, *, at: datetime) -> None:
        """Pass or drop it; Refusal when the machine forbids it."""
        self.state, self.settled_at = CHECKPOINT.target(verb, self.state), at

    def journal_state(self) -> Mapping[str, object]:
        """Return what actions change, for the journal's digests."""
        rows = self.submissions.order_by("number")
        return {
            "delivery": self.delivery_id,
            "milestone": self.milestone_id,
            "state": str(self.state),
            "submissions": [one.facts() for one in rows],
            "at": [self.submitted_at, self.settled_at],
        }


class Submission(InsertOnly):
    """Evidence for a checkpoint as it was sent; a later one stands beside it."""

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField(_("number"))
    words = text_column(_("what was done"), blank=False)
    links = models.JSONField(_("links"), default=list)
    at = models.DateTimeField()
    by = person()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["checkpoint", "number"], name="deliveries_submission_number_once"
            ),
        ]
        ordering: ClassVar = ["checkpoint", "-number"]

    def facts(self) -> list[object]:
        """Return what the journal vouches for."""
        files = self.files.order_by("pk").values_list("blob__sha256", flat=True)
        found: Check | None = Check.objects.filter(submission=self).first()
        return [self.number, self.words, self.links, list(files), found.facts() if found else None]


class SubmissionFile(InsertOnly):
    """A file of evidence; both sides read it."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="files")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        """Return the file's name."""
        return str(self.blob)


class Check(InsertOnly):
    """What the owner found of a piece of evidence; it stands for ever."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="check_made")
    is_passed = models.BooleanField(_("passed"))
    reason = text_column(_("reason"))
    at = models.DateTimeField()
    by = person()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_passed=True) | ~Q(reason=""), name="deliveries_returned_in_words"
            ),
        ]

    def facts(self) -> list[object]:
        """Return what the journal vouches for."""
        return [self.is_passed, self.reason, self.by_id]

    @staticmethod
    def made(submission: Submission, *, by: User, at: datetime, reason: str = "") -> Check:
        """Return the check that passes evidence, or sends it back where there is a reason."""
        return Check(submission=submission, is_passed=not reason, reason=reason, by=by, at=at)


class About(models.TextChoices):
    """What a prompting is about."""

    MILESTONE = "milestone", _("a milestone is due")
    CHECK = "check", _("evidence waits for its check")


class Prompt(InsertOnly):
    """That people were told of a day; once for each kind and day, whatever runs how often."""

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="prompts")
    about = models.CharField(max_length=10, choices=About.choices)
    kind = models.CharField(max_length=10, choices=Prompting.choices)
    day = models.DateField()
    supervisor = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        verbose_name=_("supervising department"),
        related_name="+",
    )
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["checkpoint", "about", "kind", "day"], name="deliveries_prompted_once"
            ),
        ]
