"""Acceptance item by item: answers in work, what was handed in, appraisals and verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.agreements.models import Promise
from marketplace.core.canonical import digest
from marketplace.core.numbers import receipt_number
from marketplace.deliveries.grades import Grade
from marketplace.deliveries.models.delivery import Delivery
from marketplace.deliveries.models.texts import person, text_column
from marketplace.files.models import Blob
from marketplace.journal.models import InsertOnly

if TYPE_CHECKING:
    from collections.abc import Mapping


class Answer(models.Model):
    """What the firm answers to a promised indicator; it is mended until it is handed in."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="answers")
    promise = models.OneToOneField(Promise, models.PROTECT, related_name="answer")
    reached = text_column(_("reached value"), length=120)
    unit = text_column(_("unit of measure"), length=20)
    method = text_column(_("how it was measured"), length=200)
    words = text_column(_("evidence in words"))
    link = models.URLField(pgettext_lazy("evidence", "link"), max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["promise__position"]
        verbose_name = _("answer to an indicator")
        verbose_name_plural = _("answers to indicators")

    def __str__(self) -> str:
        """Return the reached value."""
        return f"{self.reached} {self.unit}".strip()


class AnswerFile(models.Model):
    """A file beside an answer in work."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="files")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        """Return the file's name."""
        return str(self.blob)


class HandIn(InsertOnly):
    """All answers as they were handed in; a mended one stands beside it."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="hand_ins")
    number = models.PositiveSmallIntegerField(_("number"))
    content = models.JSONField()
    """Rows of {"promise", "indicator", "is_main", "promised", "reached", "unit", …, "files"}."""
    digest = models.CharField(_("digest"), max_length=64)
    at = models.DateTimeField()
    by = person()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["delivery", "number"], name="deliveries_hand_in_number_once"
            ),
        ]
        ordering: ClassVar = ["delivery", "-number"]

    @property
    def is_whole(self) -> bool:
        """Return whether it is what the digest says."""
        return digest(self.content) == self.digest

    def journal_state(self) -> Mapping[str, object]:
        """Return what was handed in, and what became of it, for the journal's digests."""
        appraisals = self.appraisals.order_by("number").values_list("number", "items", "by")
        opinions = self.opinions.order_by("pk").values_list("seat", "items")
        verdict = Verdict.objects.filter(hand_in=self).values_list("digest", flat=True).first()
        return {
            "delivery": self.delivery_id,
            "number": self.number,
            "digest": digest(self.content),
            "by": self.by_id,
            "appraisals": [list(one) for one in appraisals],
            **({"opinions": [list(one) for one in opinions]} if opinions else {}),
            "verdict": verdict,
        }


class HandInFile(InsertOnly):
    """A file of evidence as it was handed in; both sides read it."""

    hand_in = models.ForeignKey(HandIn, models.PROTECT, related_name="files")
    promise = models.ForeignKey(Promise, models.PROTECT, related_name="+")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        """Return the file's name."""
        return str(self.blob)


class Appraisal(InsertOnly):
    """Whether each item is met, as one officer found; the last one counts."""

    hand_in = models.ForeignKey(HandIn, models.PROTECT, related_name="appraisals")
    number = models.PositiveSmallIntegerField(_("number"))
    items = models.JSONField()
    """Rows of {"promise", "is_met", "note"}."""
    at = models.DateTimeField()
    by = person()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["hand_in", "number"], name="deliveries_appraisal_number_once"
            ),
        ]
        ordering: ClassVar = ["hand_in", "-number"]


class Outcome(models.TextChoices):
    """What becomes of what was handed in."""

    ACCEPTED = "accepted", pgettext_lazy("acceptance", "accepted")
    SENT_BACK = "sent_back", pgettext_lazy("acceptance", "sent back to be mended")


class Verdict(InsertOnly):
    """The approver's decision on what was handed in: the record of acceptance, by its number."""

    hand_in = models.OneToOneField(HandIn, models.PROTECT, related_name="verdict")
    number = models.CharField(_("number"), max_length=20, unique=True, default=receipt_number)
    outcome = models.CharField(_("decision"), max_length=10, choices=Outcome.choices)
    grade = models.CharField(_("grade"), max_length=10, choices=Grade.choices, blank=True)
    reckoned = models.CharField(
        _("grade by the rule"), max_length=10, choices=Grade.choices, blank=True
    )
    reason = text_column(_("reason"))
    content = models.JSONField()
    """What the record says: parties, items, facts of the grade."""
    digest = models.CharField(_("digest"), max_length=64)
    at = models.DateTimeField()
    by = person()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome="accepted", grade__in=["excellent", "good", "fair"])
                & ~Q(reckoned__in=["", "unfit"])
                | Q(outcome="sent_back", grade="", reckoned="") & ~Q(reason=""),
                name="deliveries_verdict_with_grade_or_reason",
            ),
            models.CheckConstraint(
                condition=Q(grade=models.F("reckoned")) | ~Q(reason=""),
                name="deliveries_other_grade_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        """Return the number."""
        return self.number

    @property
    def is_whole(self) -> bool:
        """Return whether it is what the digest says."""
        return digest(self.content) == self.digest
