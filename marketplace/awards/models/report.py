"""Reports (举报) to the supervisor of a body: who reports and what is said lie encrypted."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.awards.querysets import ReportQuerySet
from marketplace.awards.transitions import REPORT
from marketplace.challenges.models import Challenge
from marketplace.core.workdays import due_after
from marketplace.journal.models import InsertOnly

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from marketplace.accounts.models import User

TAKE_WORKDAYS: Final = 3
"""Working days in which the supervisor takes a report up."""
ANSWER_WORKDAYS: Final = 15
"""Working days in which the supervisor answers a report that was taken up."""


class ReportState(models.TextChoices):
    """How far a report has come."""

    FILED = "filed", pgettext_lazy("report", "handed to the supervisor")
    TAKEN = "taken", pgettext_lazy("report", "taken up")
    ANSWERED = "answered", pgettext_lazy("report", "answered")
    CLOSED = "closed", pgettext_lazy("report", "closed without an examination")


class Concern(models.TextChoices):
    """What a report is about."""

    LEAK = "leak", _("sealed content was passed on")
    COLLUSION = "collusion", _("bidders act together")
    TAILORED = "tailored", _("the rules are cut to fit somebody")
    TIE = "tie", _("somebody with a tie takes part")
    FAVOUR = "favour", _("money or favours")
    FALSE = "false", _("delivery or acceptance is made up")
    OTHER = "other", pgettext_lazy("report", "something else")


class Report(models.Model):
    """A report on a challenge; what tells of its author is in `said` alone, under a key of its own.

    `author` is a keyed digest, by which the author finds it again.
    """

    State: ClassVar = ReportState

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="reports")
    receipt = models.CharField(_("receipt number"), max_length=20, unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ReportState.choices, default=ReportState.FILED
    )
    author = models.CharField(max_length=64, db_index=True)
    wrapped_key = models.BinaryField()
    said = models.BinaryField()
    answer = models.BinaryField(default=bytes)
    filed_at = models.DateTimeField(_("filed"))
    due_at = models.DateTimeField(_("due"))
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(pgettext_lazy("report", "taken up"), null=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(_("settled"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["answered", "closed"], settled_at__isnull=False)
                & Q(settled_by__isnull=False)
                | Q(state__in=["filed", "taken"], settled_at__isnull=True),
                name="awards_report_settled_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["taken", "answered"])
                | Q(taken_at__isnull=False, taken_by__isnull=False),
                name="awards_report_taken_by_somebody",
            ),
        ]
        ordering: ClassVar = ["-id"]
        verbose_name = pgettext_lazy("to the supervisor", "report")
        verbose_name_plural = pgettext_lazy("to the supervisor", "reports")

    def __str__(self) -> str:
        """Return the receipt number."""
        return self.receipt

    @property
    def is_open(self) -> bool:
        """Return whether the supervisor still has to do something."""
        return self.state in {self.State.FILED, self.State.TAKEN}

    @property
    def due_by(self) -> datetime:
        """Return when the next step is due as holidays are known now, or as it was said."""
        if not self.is_open:
            return self.due_at
        if self.taken_at is not None:
            return max(self.due_at, due_after(self.taken_at, ANSWER_WORKDAYS))
        return max(self.due_at, due_after(self.filed_at, TAKE_WORKDAYS))

    def is_late_at(self, instant: datetime) -> bool:
        """Return whether the next step should have come by an instant."""
        return self.is_open and instant >= self.due_by

    def take(self, *, by: User, at: datetime) -> None:
        """Enter the state taken up, from which the answer is due; Refusal by the machine."""
        self.state = REPORT.target("take", self.state)
        self.taken_by, self.taken_at = by, at
        self.due_at = due_after(at, ANSWER_WORKDAYS)
        self.reminded_at = self.escalated_at = None

    def settle(self, verb: str, *, by: User, at: datetime, answer: bytes) -> None:
        """Answer or close it, with the sealed words; Refusal when the machine forbids it."""
        self.state = REPORT.target(verb, self.state)
        self.settled_by, self.settled_at = by, at
        self.answer = answer

    def journal_state(self) -> Mapping[str, object]:
        """Return what actions change, for the journal's digests; of sealed words their digests."""
        evidence = self.evidence.order_by("place").values_list("content", flat=True)
        return {
            "challenge": self.challenge_id,
            "state": str(self.state),
            "sealed": [_digest(one) for one in (self.said, self.answer, *evidence)],
            "due_at": self.due_at,
            "prompted": [self.reminded_at, self.escalated_at],
            "taken": [self.taken_at, self.taken_by_id],
            "settled": [self.settled_at, self.settled_by_id],
        }


class ReportEvidence(InsertOnly):
    """A file of a report with its name, encrypted under the report's key."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="evidence")
    place = models.PositiveSmallIntegerField(_("place"))
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "place"], name="awards_report_evidence_in_its_place"
            ),
        ]
        ordering: ClassVar = ["report", "place"]

    def __str__(self) -> str:
        """Return its place, and nothing of its name."""
        return str(self.place)


def _digest(sealed: bytes | memoryview) -> str:
    return hashlib.sha256(bytes(sealed)).hexdigest()
